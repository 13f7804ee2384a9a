import { useQuery } from '@tanstack/react-query';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Row } from '../../../app/api';
import { meQuery, useThread, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { markRead, readUpTo } from '../../../app/reading';
import { useStore } from '../../../app/store';
import { Button } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Trouble } from '../../../parts/trouble';
import { firstUnread, type Item, isTalk, itemsOf, pressed } from './items';
import { type Around, RowView } from './row';
import { SendingView } from './sending';
import css from './thread.module.css';

/** How far from the end one is still at the end, in pixels. */
const END = 80;
/** How long the end must be seen in a focused tab before it was read. */
const SEEN_MS = 1000;

/** Where each thread was left, by the key of the item on top; threads left at their end are not in here. */
const left = new Map<string, string>();

type Given = Omit<Around, 'rows' | 'pressed' | 'onJump'>;

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
  return <Rows {...props} />;
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

function useItems(conversation: Conversation): { items: Item[]; rows: readonly Row[] } {
  const { timeline } = useThread(conversation.id);
  const { clock } = useWords();
  const outbox = useStore(useWorkplace().outbox.items);
  // Fixed while the thread is open: what was unread when it was opened.
  const [unread] = useState(() => firstUnread(timeline.rows, readUpTo(conversation.id)));
  const items = useMemo(() => {
    const sending = outbox.filter((one) => one.conversation === conversation.id);
    return itemsOf(timeline, { unread, sending, dayKey: clock.dayKey });
  }, [timeline, outbox, conversation.id, unread, clock]);
  return { items, rows: timeline.rows };
}

function Rows(props: Given) {
  const { conversation } = props;
  const { t, clock } = useWords();
  const { threads } = useWorkplace();
  const { items, rows } = useItems(conversation);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END,
    paddingStart: 8,
    paddingEnd: 16,
  });
  const atEnd = virtual.isAtEnd(END);
  const newest = rows.at(-1)?.seq ?? 0;

  usePlace(conversation.id, virtual, items);
  useFirmEnd(scroller, virtual);
  useReading(conversation.id, atEnd, newest);
  const below = useBelow(rows, atEnd, newest);
  const spoken = useSpoken(rows, atEnd);

  // What one has just sent is seen, wherever one was.
  const sent = items.findLast((item) => item.kind === 'sending')?.key;
  useEffect(() => {
    if (sent) virtual.scrollToEnd();
  }, [sent, virtual]);

  const offset = virtual.scrollOffset ?? 0;
  const height = virtual.scrollRect?.height ?? 0;
  useEffect(() => {
    if (height > 0 && offset < 2 * height) threads.older(conversation.id);
  }, [offset, height, threads, conversation.id]);

  const onJump = useCallback(
    (row: Row) => {
      const index = items.findIndex(({ key }) => key === row.id);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
    },
    [items, virtual],
  );
  const found = useMemo(() => pressed(rows), [rows]);
  const around: Around = useMemo(
    () => ({ ...props, rows, pressed: found, onJump }),
    [props, rows, found, onJump],
  );
  const fill = () => threads.fill(conversation.id);
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
        <button type="button" className={css.jump} onClick={() => virtual.scrollToEnd()}>
          {below > 0 ? t('thread.new_below', { n: below }) : t('thread.to_end')}
          <Icon name="down" size={16} />
        </button>
      )}
      <p className="vh" aria-live="polite">
        {spoken &&
          (spoken.n > 1 ? t('thread.new', { n: spoken.n }) : `${spoken.who} ${clock.time(spoken.at)}`)}
      </p>
    </div>
  );
}

function ItemView({ item, around, onFill }: { item: Item; around: Around; onFill: () => void }) {
  const { t, clock } = useWords();
  switch (item.kind) {
    case 'row':
      return <RowView row={item.row} last={item.last} around={around} />;
    case 'sending':
      return <SendingView sending={item.sending} />;
    case 'day':
      return <p className={css.day}>{clock.day(item.at)}</p>;
    case 'unread':
      return <p className={css.unread}>{t('thread.unread')}</p>;
    case 'gap':
      return (
        <div className={css.gap}>
          <Button small onClick={onFill}>
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

type Virtual = Virtualizer<HTMLDivElement, Element>;

/** Opens a thread where it was left, at the unread line, or at its end. */
function usePlace(id: string, virtual: Virtual, items: readonly Item[]): void {
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    const at = (key: string | undefined) => items.findIndex((item) => item.key === key);
    const kept = at(left.get(id));
    const unread = at('unread');
    if (kept >= 0) virtual.scrollToIndex(kept, { align: 'start' });
    else if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
  }, [id, items, virtual]);
  useEffect(
    () => () => {
      const top = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
      if (virtual.isAtEnd(END) || !top) left.delete(id);
      else left.set(id, String(top.key));
    },
    [id, virtual],
  );
}

/** At the end one stays at the end, also when the composer grows. */
function useFirmEnd(scroller: RefObject<HTMLDivElement | null>, virtual: Virtual): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      atEnd.current = virtual.isAtEnd(END);
    };
    const observer = new ResizeObserver(() => {
      if (atEnd.current) virtual.scrollToEnd();
    });
    element.addEventListener('scroll', look, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, virtual]);
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
