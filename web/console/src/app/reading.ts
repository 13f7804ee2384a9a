// Where this operator stopped reading, by conversation: the row's number below which everything was seen. It is theirs
// alone; whether the team has dealt with a message is `unconfirmed`, which is another thing.
import { keptStore } from './store';

type Markers = Readonly<Record<string, number>>;

/** How many conversations are remembered. */
const MOST = 500;

function read(found: unknown): Markers {
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter(([, seq]) => typeof seq === 'number'));
}

const markers = keptStore('reading', read);

/** The last row that was read; `null` in a conversation that was never read to its end. */
export function readUpTo(conversation: string): number | null {
  return markers.get()[conversation] ?? null;
}

export function markRead(conversation: string, seq: number): void {
  const known = markers.get()[conversation] ?? 0;
  if (seq <= known) return;
  const others = Object.entries(markers.get()).filter(([id]) => id !== conversation);
  markers.set(Object.fromEntries([...others.slice(-MOST), [conversation, seq]]));
}

export function forgetReading(): void {
  markers.set({});
}
