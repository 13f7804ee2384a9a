// What an operator may say in a conversation right now, and why not.
import type { Conversation } from '../../../app/api';

export type Situation =
  | { is: 'blocked' }
  | { is: 'completed' }
  | { is: 'ending'; closesAt: string }
  | { is: 'not-mine'; holder: string | null }
  | { is: 'window-closed'; templates: boolean }
  | { is: 'free' };

/** Whether the provider's messaging window is shut (CHN-14). It closes by itself, without a change of the conversation. */
export function isShut({ window }: Conversation, now: number): boolean {
  if (!window) return false;
  return !window.open || (!!window.closes_at && Date.parse(window.closes_at) <= now);
}

export function situation(conversation: Conversation, me: string, now: number): Situation {
  const { phase, assignee, contact } = conversation;
  if (contact.blocked) return { is: 'blocked' };
  if (phase.is === 'completed') return { is: 'completed' };
  if (phase.is === 'ending') return { is: 'ending', closesAt: phase.closes_at };
  if (assignee.is !== 'operator' || assignee.id !== me) {
    return { is: 'not-mine', holder: conversation.assignee_name ?? null };
  }
  if (isShut(conversation, now)) {
    return { is: 'window-closed', templates: conversation.window?.templates ?? false };
  }
  return { is: 'free' };
}
