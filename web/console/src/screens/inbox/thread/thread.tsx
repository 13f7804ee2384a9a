import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Row } from '../../../app/api';
import { meQuery, scheduledQuery, useThread, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { markRead, readUpTo } from '../../../app/reading';
import { useStore } from '../../../app/store';
import { merge } from '../../../app/timeline';
import { Button } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { lazily } from '../../../parts/later';
import { Trouble } from '../../../parts/trouble';
import { firstUnread, type Item, isTalk, itemsOf, pressed, resent } from './items';
import { picturesOf } from './media';
import {
  ABOVE,
  BENEATH,
  END,
  USUAL,
  useAim,
  useBegin,
  useFirmEnd,
  usePlace,
  useStill,
  type Virtual,
} from './place';
import { type Around, RowView } from './row';
import { ScheduledCard } from './scheduled';
import { SendingView } from './sending';
import css from './thread.module.css';

/** How long the end must be seen in a focused tab before it was read. */
const SEEN_MS = 1000;

const Lightbox = lazily(() => import('./lightbox'));

type Given = Omit<Around, 'rows' | 'pressed' | 'resent' | 'onJump' | 'onPicture'> & {
  /** The row that a link names. */
  aim: string | undefined;
};
const NOTHING: readonly never[] = [];

/** The rows of one conversation. It is a new one for each conversation: nothing of another is left in it. */
export function ThreadView(props: Given) {
  const { conversation } = props;
  const thread = useThread(conversation.id);
  const { threads } = useWorkplace();
  if (thread.state === 'failed') {
    return (
      <div className={css.frame}>
        <Trouble error={thread.error} onRetry={() => void threads.refresh(conversation.id)} />
      </div>
    );
  }
  if (thread.state === 'loading') return <Loading />;
  return <Opened {...props} />;
}

/** A thread that a link opens at a message waits for that one: it would be seen at its end first. */
function Opened(props: Given) {
  const { conversation, aim } = props;
  const { threads } = useWorkplace();
  const [isAsking, setAsking] = useState(
    () => aim !== undefined && !threads.get(conversation.id).timeline.rows.some(({ id }) => id === aim),
  );
  useEffect(() => {
    // Asked for once for each link: what is not there then is not there at all.
    if (aim) void threads.around(conversation.id, aim).then(() => setAsking(false));
  }, [threads, conversation.id, aim]);
  return isAsking ? <Loading /> : <Rows {...props} />;
}

/** Nothing for a moment, then the shape of what will come. */
function Loading() {
  const { t } = useWords();
  return (
    <div className={css.frame} role="status">
      <span className="vh">{t('thread.loading')}</span>
      <div className={css.skeleton} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function useItems(conversation: Conversation) {
  const { timeline, aside } = useThread(conversation.id);
  const { clock } = useWords();
  const outbox = useStore(useWorkplace().outbox.items);
  // Fixed while the thread is open: what was unread when it was opened.
  const [unread] = useState(() => firstUnread(timeline.rows, readUpTo(conversation.id)));
  const waits = useQuery(scheduledQuery(conversation));
  const scheduled = (conversation.scheduled > 0 && waits.data) || NOTHING;
  const items = useMemo(() => {
    const sending = outbox.filter((one) => one.conversation === conversation.id);
    return itemsOf(timeline, { unread, sending, scheduled, dayKey: clock.dayKey });
  }, [timeline, outbox, conversation.id, unread, scheduled, clock]);
  // With those that are not held any more, as far as they are quoted.
  const known = useMemo(() => merge(aside, timeline.rows), [aside, timeline.rows]);
  return { items, rows: timeline.rows, known };
}

function Rows(props: Given) {
  const { conversation, aim } = props;
  const { t, clock } = useWords();
  const { threads } = useWorkplace();
  const { items, rows, known } = useItems(conversation);
  // The row that somebody went to from another, which may have to be fetched.
  const [goal, setGoal] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const begin = useBegin(conversation.id, items, aim);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL,
    getItemKey: (index) => items[index]?.key ?? index,
    // The rows that will be seen are made first, and not those above them before.
    ...begin,
    // Each row is a dozen nodes: more of them out of sight cost more than a fast scroll gains.
    overscan: 5,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END,
    paddingStart: ABOVE,
    paddingEnd: BENEATH,
  });
  const offset = virtual.scrollOffset ?? 0;
  const height = virtual.scrollRect?.height ?? 0;
  // By what is known: asking the page would have it laid out while it is being made.
  const atEnd = virtual.getTotalSize() - height - offset <= END;
  const newest = rows.at(-1)?.seq ?? 0;

  const firm = usePlace(conversation.id, virtual, items, aim);
  const free = useStill(virtual, items, firm);
  const leave = useCallback(() => {
    free();
    firm.current = false;
  }, [free, firm]);
  const aimed = useAim(virtual, items, goal ?? aim, leave);
  useFirmEnd(scroller, virtual, firm);
  useReading(conversation.id, atEnd, newest);
  const below = useBelow(rows, atEnd, newest);
  const spoken = useSpoken(rows, atEnd);

  // What one has just sent is seen, wherever one was.
  const sent = items.findLast((item) => item.kind === 'sending')?.key;
  useEffect(() => {
    if (!sent) return;
    free();
    virtual.scrollToEnd();
  }, [sent, virtual, free]);

  useAhead(conversation.id, virtual, items, atEnd);

  const onJump = useCallback(
    (row: Row) => {
      const index = items.findIndex(({ key }) => key === row.id);
      leave();
      if (index >= 0) return virtual.scrollToIndex(index, { align: 'center' });
      setGoal(row.id);
      void threads.around(conversation.id, row.id);
    },
    [items, virtual, threads, conversation.id, leave],
  );
  const toEnd = () => {
    free();
    virtual.scrollToEnd();
  };
  const [picture, setPicture] = useState<string | null>(null);
  const found = useMemo(() => pressed(rows), [rows]);
  const again = useMemo(() => resent(rows), [rows]);
  const around: Around = useMemo(
    () => ({ ...props, rows: known, pressed: found, resent: again, onJump, onPicture: setPicture }),
    [props, known, found, again, onJump],
  );
  const fill = (seq: number) => threads.fill(conversation.id, seq, 'before');
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        className={css.scroller}
        role="log"
        aria-live="off"
        aria-label={t('thread.label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
        tabIndex={0}
      >
        <div className={css.all} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index];
            return (
              item && (
                <div
                  key={key}
                  data-index={index}
                  ref={virtual.measureElement}
                  className={css.item}
                  data-aimed={aimed === key || undefined}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <ItemView item={item} around={around} onFill={fill} />
                </div>
              )
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <button type="button" className={css.jump} onClick={toEnd}>
          {below > 0 ? t('thread.new_below', { n: below }) : t('thread.to_end')}
          <Icon name="down" size={16} />
        </button>
      )}
      {picture && (
        <Suspense>
          <Lightbox pictures={picturesOf(rows)} src={picture} onClose={() => setPicture(null)} />
        </Suspense>
      )}
      <p className="vh" aria-live="polite">
        {spoken &&
          (spoken.n > 1 ? t('thread.new', { n: spoken.n }) : `${spoken.who} ${clock.time(spoken.at)}`)}
      </p>
    </div>
  );
}

function ItemView({ item, around, onFill }: { item: Item; around: Around; onFill: (seq: number) => void }) {
  const { t, clock } = useWords();
  switch (item.kind) {
    case 'row':
      return <RowView row={item.row} last={item.last} around={around} />;
    case 'scheduled':
      return <ScheduledCard scheduled={item.scheduled} />;
    case 'sending':
      return <SendingView sending={item.sending} />;
    case 'day':
      return <p className={css.day}>{clock.day(item.at)}</p>;
    case 'unread':
      return <p className={css.unread}>{t('thread.unread')}</p>;
    case 'gap':
      return (
        <div className={css.gap}>
          <Button small onClick={() => onFill(item.seq)}>
            {t('thread.fill')}
          </Button>
        </div>
      );
    case 'older':
      return <p className={css.day}>{t('thread.older')}</p>;
    case 'start':
      return <p className={css.day}>{t('thread.start', { when: clock.full(around.conversation.since) })}</p>;
  }
}

/** How far ahead of what is seen older rows and those of a gap are fetched, in screens. */
const AHEAD = 2;

/** Fetches what is about to be seen, and says what is, so that rows far from it may go. */
function useAhead(id: string, virtual: Virtual, items: readonly Item[], atEnd: boolean): void {
  const { threads } = useWorkplace();
  const offset = virtual.scrollOffset ?? 0;
  const height = virtual.scrollRect?.height ?? 0;
  useEffect(() => {
    if (height === 0) return;
    const top = virtual.getVirtualItems().find(({ end }) => end > offset)?.index ?? items.length;
    const seen = items.slice(top).find((item) => item.kind === 'row');
    threads.lookAt(id, atEnd || seen?.kind !== 'row' ? null : seen.row.seq);
    if (offset < AHEAD * height) threads.older(id);
    items.forEach((item, index) => {
      const at = item.kind === 'gap' ? virtual.measurementsCache[index]?.start : undefined;
      if (item.kind !== 'gap' || at === undefined) return;
      if (at < offset - AHEAD * height || at > offset + (1 + AHEAD) * height) return;
      // Read from the side on which one is, so that the page that comes stands next to it.
      threads.fill(id, item.seq, at < offset ? 'before' : 'behind');
    });
  }, [threads, id, virtual, items, offset, height, atEnd]);
}

/** Moves the operator's marker when the thread is left after its end was seen. */
function useReading(id: string, atEnd: boolean, newest: number): void {
  const seen = useRef(0);
  useEffect(() => {
    if (!atEnd) return;
    const timer = setInterval(() => {
      if (document.hasFocus() && !document.hidden) seen.current = Math.max(seen.current, newest);
    }, SEEN_MS);
    return () => clearInterval(timer);
  }, [atEnd, newest]);
  useEffect(() => {
    const leave = () => seen.current > 0 && markRead(id, seen.current);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [id]);
}

/** How many messages of others have come while one was not at the end. */
function useBelow(rows: readonly Row[], atEnd: boolean, newest: number): number {
  const me = useQuery(meQuery).data?.operator.id;
  const [seen, setSeen] = useState(newest);
  useEffect(() => {
    if (atEnd) setSeen(newest);
  }, [atEnd, newest]);
  if (atEnd) return 0;
  return rows.filter((row) => row.seq > seen && isTalk(row) && !isBy(row, me)).length;
}

function isBy(row: Row, operator: string | undefined): boolean {
  if (row.kind === 'note') return row.author === operator;
  return row.kind === 'outbound' && row.author.is === 'operator' && row.author.id === operator;
}

/** What a reader of the screen hears of messages that come while one is at the end. */
function useSpoken(rows: readonly Row[], atEnd: boolean): { n: number; who: string; at: string } | null {
  const heard = useRef(rows.at(-1)?.seq ?? 0);
  const [spoken, setSpoken] = useState<{ n: number; who: string; at: string } | null>(null);
  useEffect(() => {
    const fresh = rows.filter((row) => row.seq > heard.current && row.kind === 'inbound' && isTalk(row));
    heard.current = rows.at(-1)?.seq ?? 0;
    const last = fresh.at(-1);
    if (!atEnd || last?.kind !== 'inbound') return;
    const words = last.contents.map((content) => ('text' in content ? content.text : '')).join(' ');
    setSpoken({ n: fresh.length, who: `${last.author_name}: ${words}`, at: last.at });
  }, [rows, atEnd]);
  return spoken;
}
