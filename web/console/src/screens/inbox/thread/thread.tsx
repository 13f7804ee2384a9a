import { useQuery } from '@tanstack/react-query';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  lazy,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Conversation, Row } from '../../../app/api';
import { meQuery, scheduledQuery, useThread, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { markRead, readUpTo } from '../../../app/reading';
import { useStore } from '../../../app/store';
import { Button } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Trouble } from '../../../parts/trouble';
import { firstUnread, type Item, isTalk, itemsOf, pressed, resent } from './items';
import { picturesOf } from './media';
import { type Around, RowView } from './row';
import { ScheduledCard } from './scheduled';
import { SendingView } from './sending';
import css from './thread.module.css';

/** How far from the end one is still at the end, in pixels. */
const END = 80;
/** How long the end must be seen in a focused tab before it was read. */
const SEEN_MS = 1000;

/** Where each thread was left, by the key of the item on top; threads left at their end are not in here. */
const left = new Map<string, string>();

const Lightbox = lazy(() => import('./lightbox'));

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
  const waits = useQuery(scheduledQuery(conversation));
  const scheduled = (conversation.scheduled > 0 && waits.data) || NOTHING;
  const items = useMemo(() => {
    const sending = outbox.filter((one) => one.conversation === conversation.id);
    return itemsOf(timeline, { unread, sending, scheduled, dayKey: clock.dayKey });
  }, [timeline, outbox, conversation.id, unread, scheduled, clock]);
  return { items, rows: timeline.rows };
}

function Rows(props: Given) {
  const { conversation, aim } = props;
  const { t, clock } = useWords();
  const { threads } = useWorkplace();
  const { items, rows } = useItems(conversation);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    getItemKey: (index) => items[index]?.key ?? index,
    // Each row is a dozen nodes: more of them out of sight cost more than a fast scroll gains.
    overscan: 5,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END,
    paddingStart: 8,
    paddingEnd: 16,
  });
  const atEnd = virtual.isAtEnd(END);
  const newest = rows.at(-1)?.seq ?? 0;

  const firm = usePlace(conversation.id, virtual, items, aim);
  const aimed = useAim(conversation.id, virtual, items, aim);
  useFirmEnd(scroller, virtual, firm);
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
  const [picture, setPicture] = useState<string | null>(null);
  const found = useMemo(() => pressed(rows), [rows]);
  const again = useMemo(() => resent(rows), [rows]);
  const around: Around = useMemo(
    () => ({ ...props, rows, pressed: found, resent: again, onJump, onPicture: setPicture }),
    [props, rows, found, again, onJump],
  );
  const fill = (seq: number) => threads.fill(conversation.id, seq);
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
        <button type="button" className={css.jump} onClick={() => virtual.scrollToEnd()}>
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

type Virtual = Virtualizer<HTMLDivElement, Element>;

/** Opens a thread where it was left, at the unread line, or at its end. The answer says whether it opened at the end. */
function usePlace(
  id: string,
  virtual: Virtual,
  items: readonly Item[],
  aim: string | undefined,
): RefObject<boolean> {
  const opened = useRef(false);
  const atEnd = useRef(aim === undefined);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    const at = (key: string | undefined) => items.findIndex((item) => item.key === key);
    // A link goes where it says (`useAim`), from the end if that has to be fetched first.
    if (aim && at(aim) >= 0) return virtual.scrollToIndex(at(aim), { align: 'center' });
    const kept = at(left.get(id));
    const unread = at('unread');
    if (kept >= 0 || unread >= 0) atEnd.current = false;
    if (kept >= 0) virtual.scrollToIndex(kept, { align: 'start' });
    else if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
  }, [id, items, virtual, aim]);
  useEffect(
    () => () => {
      const top = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
      if (virtual.isAtEnd(END) || !top) left.delete(id);
      else left.set(id, String(top.key));
    },
    [id, virtual],
  );
  return atEnd;
}

/** How long a message that a link names is marked, in milliseconds. */
const MARKED = 3000;

/** Goes to the row that a link names, which may have to be fetched first. The answer is the row, as long as it is marked. */
function useAim(
  id: string,
  virtual: Virtual,
  items: readonly Item[],
  aim: string | undefined,
): string | undefined {
  const { threads } = useWorkplace();
  const [marked, setMarked] = useState<string>();
  const done = useRef<string>(undefined);
  const index = aim ? items.findIndex(({ key }) => key === aim) : -1;
  const isMissing = index < 0;
  useEffect(() => {
    // Asked for once for each link: what is not there then is not there at all.
    if (aim && isMissing) threads.around(id, aim);
  }, [threads, id, aim, isMissing]);
  useEffect(() => {
    if (!aim || index < 0 || done.current === aim) return;
    done.current = aim;
    virtual.scrollToIndex(index, { align: 'center' });
    setMarked(aim);
  }, [virtual, aim, index]);
  useEffect(() => {
    if (!marked) return;
    const timer = setTimeout(() => setMarked(undefined), MARKED);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}

/** At the end one stays at the end, also when the composer grows, or a picture that has come takes its place. */
function useFirmEnd(
  scroller: RefObject<HTMLDivElement | null>,
  virtual: Virtual,
  atEnd: RefObject<boolean>,
): void {
  useEffect(() => {
    const element = scroller.current;
    const all = element?.firstElementChild;
    if (!element || !all) return;
    let last = element.scrollTop;
    const look = () => {
      // Only whoever scrolls up leaves the end: what grows beneath leaves nobody behind.
      if (virtual.isAtEnd(END)) atEnd.current = true;
      else if (element.scrollTop < last) atEnd.current = false;
      last = element.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (atEnd.current) virtual.scrollToEnd();
    });
    element.addEventListener('scroll', look, { passive: true });
    observer.observe(element);
    observer.observe(all);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, virtual, atEnd]);
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
