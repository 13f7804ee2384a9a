// The list does not move under the hand: while somebody points at it, new order waits.
import type { Conversation } from '../../../app/api';

/** The order that is shown while the list is held still, and how many conversations would move. */
export function hold(
  shown: readonly string[],
  now: readonly Conversation[],
): { order: Conversation[]; waiting: number } {
  const byId = new Map(now.map((one) => [one.id, one]));
  const stay = shown.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(shown);
  // What was fetched below the last one does not move anything.
  const last = now.findLastIndex(({ id }) => known.has(id));
  const order = [...stay, ...now.slice(last + 1)];
  const waiting = order.filter((one, n) => now[n]?.id !== one.id).length + now.length - order.length;
  return { order, waiting };
}
