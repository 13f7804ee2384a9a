// What an operator may say in a conversation right now, and why not.
import type { Capabilities, Conversation, Row } from '../../../app/api';

export type Situation =
  | { is: 'blocked' }
  | { is: 'completed' }
  | { is: 'ending'; closesAt: string }
  | { is: 'not-mine'; holder: string | null }
  | { is: 'window-closed' }
  | { is: 'free'; onHold: boolean; windowClosesAt: string | null };

const HOUR = 60 * 60_000;

/** When free text may no longer be sent (CHN-14); `null` if any time, or if it is not known. */
export function windowClosesAt(rows: readonly Row[], carries: Capabilities | undefined): string | null {
  const last = rows.findLast((row) => row.kind === 'inbound' && !row.hidden);
  if (!last || !carries?.window) return null;
  return new Date(Date.parse(last.at) + carries.window.human_hours * HOUR).toISOString();
}

export function situation(
  conversation: Conversation,
  me: string,
  closesAt: string | null,
  now: number,
): Situation {
  const { phase, assignee, contact } = conversation;
  if (contact.blocked) return { is: 'blocked' };
  if (phase.is === 'completed') return { is: 'completed' };
  if (phase.is === 'ending') return { is: 'ending', closesAt: phase.closes_at };
  if (assignee.is !== 'operator' || assignee.id !== me) {
    return { is: 'not-mine', holder: conversation.assignee_name ?? null };
  }
  if (closesAt && Date.parse(closesAt) <= now) return { is: 'window-closed' };
  return { is: 'free', onHold: phase.is === 'on_hold', windowClosesAt: closesAt };
}
