/** One call of the server, and why it was refused. */

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** Whether the same call may work later. */
    readonly again: boolean,
    /** When, in milliseconds, if the server said. */
    readonly after?: number,
    /** Where the stream begins now, if the number asked for lies before that. */
    readonly oldest = 0,
  ) {
    super(code);
  }
}

interface Told {
  code?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  oldestSeq?: number;
}

/** A call without an answer for so long, in milliseconds, is lost. */
const PATIENCE = 15_000;

/** Calls the server and reads its answer. Never with cookies; tells it the page's origin and no more. */
export async function call<T>(method: string, url: string, token?: string, body?: unknown): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method,
      credentials: 'omit',
      referrerPolicy: 'origin',
      signal: abort.signal,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    answer = response.status === 204 ? undefined : await response.json();
  } catch {
    throw new Refusal(0, 'unreachable', true);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return answer as T;
  const {
    code = 'unknown',
    retryable,
    retryAfterMs,
    oldestSeq,
  } = (answer as { error?: Told } | undefined)?.error ?? {};
  throw new Refusal(response.status, code, retryable || response.status >= 500, retryAfterMs, oldestSeq);
}
