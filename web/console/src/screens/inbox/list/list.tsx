import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '../../../app/actions';
import type { Conversation } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { meQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { belongs, type Filters, flat, listQuery } from '../../../app/lists';
import { prefs } from '../../../app/prefs';
import { useStore } from '../../../app/store';
import { Button, cx } from '../../../parts/controls';
import { Trouble } from '../../../parts/trouble';
import { Confirm, type Question } from '../questions';
import { hold } from './calm';
import { FilterBar } from './filters';
import css from './list.module.css';
import { ListRow } from './row';
import { Tabs } from './tabs';
import { SavedViews } from './views';

interface Props {
  filters: Filters;
  onFilters: (change: Partial<Filters>) => void;
  selected: string | undefined;
}

const RowMenu = lazy(() => import('./row-menu'));
const BulkBar = lazy(() => import('./bulk'));
const NOBODY: ReadonlySet<string> = new Set();

/** How long after a key the list is still in somebody's hand. */
const KEY_MS = 1500;

export function ConversationList({ filters, onFilters, selected }: Props) {
  const { t } = useWords();
  const query = useInfiniteQuery(listQuery(filters));
  const { data: me } = useQuery(meQuery);
  const own = me?.operator.id ?? '';
  const all = useMemo(() => flat(query.data), [query.data]);
  // What stops to belong stays, dimmed, as long as it is open.
  const found = all.filter((one) => one.id === selected || belongs(one, filters, own));
  const hand = useHand();
  const shown = useRef<readonly string[]>([]);
  const still = hand.isOn ? hold(shown.current, found) : { order: found, waiting: 0 };
  useEffect(() => {
    shown.current = still.order.map(({ id }) => id);
  });
  const byId = new Map(all.map((one) => [one.id, one]));
  const [picked, setPicked] = useState<ReadonlySet<string>>(NOBODY);
  const [menu, setMenu] = useState<{ id: string; x: number; y: number } | null>(null);
  const [question, setQuestion] = useState<{ id: string; question: Question } | null>(null);
  const pick = useCallback((ids: readonly string[], on?: boolean) => {
    setPicked((old) => {
      const next = new Set(old);
      for (const id of ids) {
        if (on ?? !next.has(id)) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const chosen = still.order.filter(({ id }) => picked.has(id));
  const pointed = menu && byId.get(menu.id);
  const asked = question && byId.get(question.id);
  const isFiltered = Object.entries(filters).some(([name, value]) => name !== 'view' && value);
  return (
    <section className={css.pane} aria-label={t('list.title')} data-pane="list" {...hand.props}>
      <div className={css.head}>
        <div className={css.title}>
          <h2>{t('inbox.title')}</h2>
          <span className={css.count}>
            {query.data && t('list.count', { n: found.length, more: query.hasNextPage ? '+' : '' })}
          </span>
        </div>
        <Tabs view={filters.view} onView={(view) => onFilters({ view })} />
        <FilterBar filters={filters} onFilters={onFilters} known={all} />
        <SavedViews filters={filters} isFiltered={isFiltered} onFilters={onFilters} />
        {filters.view === 'waiting' && <Accept waiting={found} />}
      </div>
      {still.waiting > 0 && (
        <button type="button" className={css.pill} onClick={hand.release}>
          {t('list.updates', { n: still.waiting })}
        </button>
      )}
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.isLoading && <Skeleton />}
      {query.data && found.length === 0 ? (
        <Empty filters={filters} isFiltered={isFiltered} onFilters={onFilters} />
      ) : (
        <Rows
          conversations={still.order}
          selected={selected}
          picked={picked}
          onPick={pick}
          onMenu={setMenu}
          dimmed={(one) => query.error !== null || !belongs(one, filters, own)}
          onEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
        />
      )}
      <Suspense>
        {chosen.length > 0 && <BulkBar picked={chosen} onDone={() => setPicked(NOBODY)} />}
        {pointed && (
          <RowMenu
            conversation={pointed}
            x={menu.x}
            y={menu.y}
            picked={picked.has(pointed.id)}
            onPick={() => pick([pointed.id])}
            onAsk={(what) => setQuestion({ id: pointed.id, question: what })}
            onClose={() => setMenu(null)}
          />
        )}
      </Suspense>
      {asked && (
        <Confirm conversation={asked} question={question.question} onClose={() => setQuestion(null)} />
      )}
    </section>
  );
}

/** Takes the customer who has waited longest (ASG-01). */
function Accept({ waiting }: { waiting: readonly Conversation[] }) {
  const { t, clock } = useWords();
  const navigate = useNavigate();
  const since = ({ assignee }: Conversation) => (assignee.is === 'queue' ? assignee.since : '~');
  const first = waiting
    .filter(({ place }) => place === 'waiting')
    .reduce<Conversation | null>((old, one) => (!old || since(one) < since(old) ? one : old), null);
  const { ask, isPending } = useCommand(first?.id ?? '');
  const accept = async () => {
    if (!first) return;
    try {
      await ask({ verb: 'join', body: {} });
      void navigate({
        to: '/inbox/c/$conversation',
        params: { conversation: first.id },
        search: (old) => ({ ...old, m: undefined }),
      });
    } catch {
      // It has been said; somebody else was faster, or one has enough to do.
    }
  };
  useActions(first ? [{ id: 'accept', label: t('list.accept'), run: () => void accept() }] : []);
  if (!first) return null;
  const waited = clock.span(Date.now() - Date.parse(since(first)));
  return (
    <Button look="primary" disabled={isPending} onClick={() => void accept()}>
      {t('list.accept')} <small>{t('list.waited', { span: waited })}</small>
    </Button>
  );
}

/** Whether the list is in somebody's hand: pointed at, or moved through by keys just now. */
function useHand() {
  const [isOn, setOn] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = useCallback(() => setOn(false), []);
  const props = {
    onPointerEnter: (event: React.PointerEvent) => event.pointerType === 'mouse' && setOn(true),
    onPointerLeave: release,
    onKeyDown: () => {
      setOn(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(release, KEY_MS);
    },
  };
  return { isOn, release, props };
}

type Entry = { kind: 'line'; text: string } | { kind: 'row'; conversation: Conversation };

interface RowsProps {
  conversations: readonly Conversation[];
  selected: string | undefined;
  picked: ReadonlySet<string>;
  onPick: (ids: readonly string[], on?: boolean) => void;
  onMenu: (at: { id: string; x: number; y: number }) => void;
  dimmed: (conversation: Conversation) => boolean;
  onEnd: () => void;
}

function Rows({ conversations, selected, picked, onPick, onMenu, dimmed, onEnd }: RowsProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { density } = useStore(prefs);
  const height = density === 'compact' ? 56 : 76;
  const scroller = useRef<HTMLDivElement>(null);
  const pinned = conversations.filter(({ contact }) => contact.bookmarked);
  const rest = conversations.filter(({ contact }) => !contact.bookmarked);
  const rows = [...pinned, ...rest];
  const entries: Entry[] = [
    ...(pinned.length > 0 ? [{ kind: 'line' as const, text: t('list.bookmarks') }] : []),
    ...pinned.map((conversation) => ({ kind: 'row' as const, conversation })),
    ...(pinned.length > 0 && rest.length > 0 ? [{ kind: 'line' as const, text: t('list.others') }] : []),
    ...rest.map((conversation) => ({ kind: 'row' as const, conversation })),
  ];
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (entries[index]?.kind === 'line' ? 25 : height),
    getItemKey: (index) => {
      const entry = entries[index];
      return entry?.kind === 'row' ? entry.conversation.id : (entry?.text ?? index);
    },
    overscan: 6,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (entries.length > 0 && last >= entries.length - 5) onEnd();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of density changes what was measured
  useEffect(() => virtual.measure(), [height, virtual]);
  const open = (id: string | undefined) => {
    if (!id) return;
    void navigate({
      to: '/inbox/c/$conversation',
      params: { conversation: id },
      search: (old) => ({ ...old, m: undefined }),
    });
    const index = entries.findIndex((entry) => entry.kind === 'row' && entry.conversation.id === id);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const step = (by: 1 | -1, only: (conversation: Conversation) => boolean = () => true) => {
    const at = rows.findIndex(({ id }) => id === selected);
    const ahead = by === 1 ? rows.slice(at + 1) : rows.slice(0, Math.max(at, 0)).reverse();
    const next = ahead.find(only)?.id;
    open(next);
    return next;
  };
  /** The menu of the open row, at the row. */
  const menu = () => {
    if (!selected) return;
    const box = document.getElementById(`row-${selected}`)?.getBoundingClientRect();
    onMenu({ id: selected, x: (box?.left ?? 80) + 60, y: (box?.bottom ?? 160) - 12 });
  };
  const isOpen = ({ unconfirmed }: Conversation) => unconfirmed > 0;
  useActions([
    {
      id: 'pick',
      label: t('list.pick'),
      keys: 'X',
      on: { code: 'KeyX' },
      run: () => selected && onPick([selected]),
    },
    { id: 'menu', label: t('list.menu'), keys: '.', on: { key: '.' }, run: menu },
    { id: 'next', label: t('list.next'), keys: 'J', on: { code: 'KeyJ' }, run: () => void step(1) },
    { id: 'previous', label: t('list.previous'), keys: 'K', on: { code: 'KeyK' }, run: () => void step(-1) },
    {
      id: 'next-unconfirmed',
      label: t('list.next_unconfirmed'),
      keys: 'Shift J',
      on: { code: 'KeyJ', shift: true },
      run: () => void step(1, isOpen),
    },
    {
      id: 'previous-unconfirmed',
      label: t('list.previous_unconfirmed'),
      keys: 'Shift K',
      on: { code: 'KeyK', shift: true },
      run: () => void step(-1, isOpen),
    },
  ]);
  const visible = shown.some(({ key }) => key === selected);
  return (
    <div
      ref={scroller}
      className={css.rows}
      role="listbox"
      aria-label={t('list.title')}
      aria-multiselectable
      aria-activedescendant={visible ? `row-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        const next = step(event.key === 'ArrowDown' ? 1 : -1);
        if (event.shiftKey)
          onPick(
            [selected, next].filter((id) => id !== undefined),
            true,
          );
      }}
    >
      <div className={css.all} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start, size }) => {
          const entry = entries[index];
          const place = { transform: `translateY(${start}px)`, height: size };
          if (entry?.kind === 'line') {
            return (
              <div key={key} role="presentation" className={cx(css.item, css.line)} style={place}>
                {entry.text}
              </div>
            );
          }
          return (
            entry && (
              <div key={key} role="presentation" className={css.item} style={place}>
                <ListRow
                  conversation={entry.conversation}
                  selected={entry.conversation.id === selected}
                  dimmed={dimmed(entry.conversation)}
                  picked={picked.has(entry.conversation.id)}
                  onOpen={() => open(entry.conversation.id)}
                  onPick={() => onPick([entry.conversation.id])}
                  onMenu={(x, y) => onMenu({ id: entry.conversation.id, x, y })}
                />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Skeleton() {
  const { t } = useWords();
  return (
    <div role="status" className={css.skeleton}>
      <span className="vh">{t('list.loading')}</span>
      {Array.from({ length: 8 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without a content
        <div key={n} className={css.ghost} aria-hidden="true">
          <i />
          <b />
          <u />
        </div>
      ))}
    </div>
  );
}

function Empty({ filters, isFiltered, onFilters }: Omit<Props, 'selected'> & { isFiltered: boolean }) {
  const { t } = useWords();
  if (isFiltered) {
    const none = { tag: undefined, status: undefined, assignee: undefined, inbox: undefined };
    return (
      <div className={css.empty}>
        <p>{t('list.no_match')}</p>
        <Button small onClick={() => onFilters({ ...none, q: undefined, hidden: undefined })}>
          {t('list.clear')}
        </Button>
      </div>
    );
  }
  return (
    <div className={css.empty}>
      <p>{t(`list.empty.${filters.view}`)}</p>
      {(filters.view === 'unconfirmed' || filters.view === 'mine') && (
        <Button small onClick={() => onFilters({ view: 'waiting' })}>
          {t('list.see_waiting')}
        </Button>
      )}
    </div>
  );
}
