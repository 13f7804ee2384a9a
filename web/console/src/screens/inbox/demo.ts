// A customer to try the desk with. Only a desk that plays its providers, as `madoguchi dev` does, can have one.
import { queryOptions } from '@tanstack/react-query';

/** Who they are to the played provider: the same one however often they are asked for. */
const NUMBER = 20_261_122;
/** How long to wait for an answer before they write on, and how often to look, in milliseconds. */
const PATIENCE = 6_000;
const EVERY = 200;

interface Happening {
  to: string | null;
  is: string;
}

/** What has happened at a played provider since; `null` if this desk plays none. */
async function happened(inbox: string, after: number): Promise<readonly Happening[] | null> {
  const query = new URLSearchParams({ inbox, after: String(after) });
  const answer = await fetch(`/simulator/happened?${query}`);
  // Addresses that it does not know a desk answers with this very page.
  const isTold = answer.ok && answer.headers.get('content-type')?.startsWith('application/json');
  return isTold ? answer.json() : null;
}

/** Whether this desk plays its providers. */
export function playsQuery(inbox: string) {
  return queryOptions({
    queryKey: ['plays'],
    queryFn: async () => (await happened(inbox, Number.MAX_SAFE_INTEGER)) !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

let playing: Promise<void> | null = null;

/**
 * Has the customer write, each time after an answer, to the first of these inboxes whose provider is played. Whoever asks
 * while they write waits for the same.
 */
export function play(inboxes: readonly string[], name: string, texts: readonly string[]): Promise<void> {
  playing ??= write(inboxes, name, texts).finally(() => {
    playing = null;
  });
  return playing;
}

async function write(inboxes: readonly string[], name: string, texts: readonly string[]): Promise<void> {
  let left = inboxes;
  for (const text of texts) {
    const [inbox, done] = await deed(left, name, text);
    left = [inbox];
    const last = Date.now() + PATIENCE;
    const isAnswered = async () =>
      (await happened(inbox, done.after))?.some(({ is, to }) => is === 'bubble' && to === done.address);
    while (Date.now() < last && !(await isAnswered())) await new Promise((on) => setTimeout(on, EVERY));
  }
}

/** One message: which inbox took it, and what became of it. */
async function deed(inboxes: readonly string[], name: string, text: string) {
  const body = JSON.stringify({ name, number: NUMBER, does: 'writes', text });
  for (const inbox of inboxes) {
    const address = `/simulator/deeds/${encodeURIComponent(inbox)}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body });
    // An inbox with an address of its own at the provider is not played.
    if (answer.status === 404) continue;
    if (!answer.ok) break;
    const done: { status: number; address: string; after: number } = await answer.json();
    if (done.status === 200) return [inbox, done] as const;
  }
  throw new Error('no provider is played here');
}
