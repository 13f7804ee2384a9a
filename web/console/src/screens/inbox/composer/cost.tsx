import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Conversation } from '../../../app/api';
import { sendingQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { keptStore } from '../../../app/store';
import css from './cost.module.css';

/** Less than this share of the month's pushes left: a push is asked about once. */
const LOW = 0.1;

/** For which month this operator was asked whether to push, by inbox. */
const asked = keptStore<Readonly<Record<string, string>>>('push-asked', (found) =>
  typeof found === 'object' && found !== null ? (found as Record<string, string>) : {},
);

export interface Cost {
  /** Until when the next message is a free reply; `null` if it is a counted push. */
  freeUntil: string | null;
  used: number;
  limit: number | null;
  remaining: number | null;
  forecast: number;
  /** Few are left and nobody has asked yet. */
  asks: boolean;
  /** The operator has seen it. */
  agree: () => void;
}

/** What the next message costs on LINE (EXT-01); `null` on channels where nothing is counted. */
export function useCost(conversation: Conversation): Cost | null {
  const { data } = useQuery(sendingQuery(conversation));
  const until = conversation.free_reply_until ?? null;
  const isFree = useBefore(until);
  const cost = data?.cost;
  if (!cost) return null;
  const { month, used, forecast } = cost;
  const limit = cost.limit ?? null;
  const remaining = cost.remaining ?? null;
  const isLow = limit !== null && remaining !== null && remaining <= limit * LOW;
  return {
    freeUntil: isFree ? until : null,
    used,
    limit,
    remaining,
    forecast,
    asks: !isFree && isLow && asked.get()[conversation.inbox] !== month,
    agree: () => asked.set({ ...asked.get(), [conversation.inbox]: month }),
  };
}

/** Whether a moment is still to come. */
function useBefore(until: string | null): boolean {
  const [, look] = useState(0);
  const left = until ? Date.parse(until) - Date.now() : 0;
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => look((n) => n + 1), left + 50);
    return () => clearTimeout(timer);
  }, [left]);
  return left > 0;
}

/** Says whether the next message is a free reply or a counted push, and what is left of the month. */
export function CostLine({ conversation }: { conversation: Conversation }) {
  const { t, clock } = useWords();
  const cost = useCost(conversation);
  if (!cost) return null;
  const { freeUntil, remaining, limit, used, forecast } = cost;
  const left =
    remaining === null ? t('cost.used', { n: used }) : t('cost.left', { n: remaining, most: limit ?? 0 });
  const over = limit !== null && forecast > limit;
  return (
    <span className={css.cost} data-low={(!freeUntil && over) || undefined}>
      {freeUntil ? t('cost.free', { when: clock.time(freeUntil) }) : t('cost.push')} · {left}
      {over && ` · ${t('cost.forecast', { n: forecast })}`}
    </span>
  );
}
