// What a replay has come to so far: it comes in pages.
import type { Schema } from '@madoguchi/shared/api';

export type Pair = Schema['ChangedAnswer'];
export type Change = Schema['AnswerChange'];
type Page = Schema['ReplayedPage'];

/** The most changed answers that are kept to be looked at. */
export const SHOWN = 500;

export interface SoFar {
  conversations: number;
  messages: number;
  silent: number;
  failed: number;
  by: Record<Change, number>;
  same: number;
  pairs: Pair[];
  /** Where to go on; `null` at the end, `undefined` before the beginning. */
  next: string | null | undefined;
}

export const NOTHING: SoFar = {
  conversations: 0,
  messages: 0,
  silent: 0,
  failed: 0,
  same: 0,
  by: { different: 0, new: 0, gone: 0, other_rule: 0 },
  pairs: [],
  next: undefined,
};

export function withPage(soFar: SoFar, { counts, pairs, next }: Page): SoFar {
  return {
    conversations: soFar.conversations + counts.conversations,
    messages: soFar.messages + counts.messages,
    silent: soFar.silent + counts.silent,
    failed: soFar.failed + counts.failed,
    same: soFar.same + counts.same,
    by: {
      different: soFar.by.different + counts.different,
      new: soFar.by.new + counts.new,
      gone: soFar.by.gone + counts.gone,
      other_rule: soFar.by.other_rule + counts.other_rule,
    },
    pairs: [...soFar.pairs, ...pairs].slice(0, SHOWN),
    next: next ?? null,
  };
}

/** The answers that customers or the team would notice as changed. */
export function changed({ by }: SoFar): number {
  return by.different + by.new + by.gone;
}
