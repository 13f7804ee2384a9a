import { data, Problem, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { api, type Memo } from '../../../app/api';
import { memosQuery, useWorkplace } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { Button, IconButton, Input } from '../../../parts/controls';
import { Menu, MenuItem } from '../../../parts/menu';
import { Grip, moved, Spoken, useSortable } from '../../../parts/sortable';
import { useToast } from '../../../parts/toast';
import css from './memos.module.css';

/** What is written, as long as it is not saved. */
interface Text {
  title: string;
  body: string;
}

const TITLE = 100;
const BODY = 5000;

/** Memos on a contact (メモ, CRM-11, CRM-12): many, in the team's order. */
export default function Memos({ conversation }: { conversation: string }) {
  const words = useWords();
  const { t } = words;
  const { queries } = useWorkplace();
  const toast = useToast();
  const { data: memos, error } = useQuery(memosQuery(conversation));
  const [open, setOpen] = useState<string | null>(null);
  const byId = new Map(memos?.map((one) => [one.id, one]) ?? []);
  const ids = [...byId.keys()];
  const took = ({ memos: list }: Schema['MemosView']) =>
    queries.setQueryData(memosQuery(conversation).queryKey, list);
  const change = useMemoChanges(conversation);
  const tell = (failed: unknown) => {
    toast({ kind: 'error', text: said(failed, words) });
    void queries.invalidateQueries({ queryKey: memosQuery(conversation).queryKey });
  };
  const order = (keys: readonly string[]) => {
    // At once, as it was dropped; the answer is the truth.
    queries.setQueryData(
      memosQuery(conversation).queryKey,
      keys.flatMap((key) => byId.get(key) ?? []),
    );
    change.arrange([...keys]).then(took, tell);
  };
  const sorting = useSortable(ids, order);
  const remove = (memo: Memo) =>
    change.remove(memo.id).then((list) => {
      took(list);
      const back = () =>
        change.add({ title: memo.title, body: memo.body }, crypto.randomUUID()).then(took, tell);
      const action = { label: t('action.undo'), run: () => void back() };
      toast({ kind: 'done', text: t('memos.deleted'), action });
    }, tell);
  return (
    <>
      <div className={css.head}>
        <h2>{t('memos.title')}</h2>
        <Button look="quiet" small className={css.new} onClick={() => setOpen('new')}>
          {t('memos.new')}
        </Button>
      </div>
      {error && <p className={css.wrong}>{said(error, words)}</p>}
      {open === 'new' && <Writing conversation={conversation} onSaved={took} onClose={() => setOpen(null)} />}
      {memos?.length === 0 && open !== 'new' && <p className={css.none}>{t('memos.none')}</p>}
      <ul className={css.list}>
        {sorting.order.map((id, n) => {
          const memo = byId.get(id);
          if (!memo) return null;
          if (open === id) {
            return (
              <li key={id}>
                <Writing
                  conversation={conversation}
                  memo={memo}
                  onSaved={took}
                  onClose={() => setOpen(null)}
                />
              </li>
            );
          }
          return (
            <li
              key={id}
              ref={sorting.place(id)}
              className={css.memo}
              data-dragged={sorting.dragged === id || undefined}
            >
              <Grip
                sorting={sorting}
                id={id}
                label={t('sort.handle', { name: memo.title || t('memos.title') })}
              />
              <Shown memo={memo} />
              <Menu
                label={t('memos.more')}
                trigger={<IconButton icon="more" small label={t('memos.more')} className={css.more} />}
              >
                <MenuItem icon="edit" onSelect={() => setOpen(id)}>
                  {t('action.edit')}
                </MenuItem>
                <MenuItem disabled={n === 0} onSelect={() => order(moved(ids, id, n - 1))}>
                  {t('memos.up')}
                </MenuItem>
                <MenuItem disabled={n === ids.length - 1} onSelect={() => order(moved(ids, id, n + 1))}>
                  {t('memos.down')}
                </MenuItem>
                <MenuItem icon="trash" danger onSelect={() => void remove(memo)}>
                  {t('action.delete')}
                </MenuItem>
              </Menu>
            </li>
          );
        })}
      </ul>
      <Spoken sorting={sorting} />
    </>
  );
}

/** The requests; each answers with the memos as they stand then. */
function useMemoChanges(conversation: string) {
  const path = { id: conversation };
  return {
    add: (text: Text, client_id: string) =>
      data(api.POST('/v1/conversations/{id}/memos', { params: { path }, body: { client_id, ...text } })),
    edit: (memo: string, text: Text, version: number) => {
      const params = { path: { ...path, memo } };
      return data(api.PUT('/v1/conversations/{id}/memos/{memo}', { params, body: { version, ...text } }));
    },
    remove: (memo: string) =>
      data(api.DELETE('/v1/conversations/{id}/memos/{memo}', { params: { path: { ...path, memo } } })),
    arrange: (memos: string[]) =>
      data(api.PUT('/v1/conversations/{id}/memo-order', { params: { path }, body: { memos } })),
  };
}

function Shown({ memo }: { memo: Memo }) {
  const { t, clock } = useWords();
  const { edited_at: edited } = memo;
  const name = (edited ? memo.edited_by_name : memo.by_name) ?? '';
  const when = clock.short(edited ?? memo.at, Date.now());
  return (
    <div className={css.shown}>
      {memo.title && <h3>{memo.title}</h3>}
      <p className={css.body} dir="auto">
        {memo.body}
      </p>
      <p className={css.by} title={clock.full(edited ?? memo.at)}>
        {edited ? t('memos.edited_by', { name, when }) : `${name} · ${when}`}
      </p>
    </div>
  );
}

interface WritingProps {
  conversation: string;
  /** The memo that is changed; left out, a new one is written. */
  memo?: Memo;
  onSaved: (memos: Schema['MemosView']) => void;
  onClose: () => void;
}

/** Where a memo is written. A failure keeps what was typed; whoever was faster is shown, and then decided about. */
function Writing({ conversation, memo, onSaved, onClose }: WritingProps) {
  const words = useWords();
  const { t } = words;
  const change = useMemoChanges(conversation);
  const clientId = useRef(crypto.randomUUID());
  const [title, setTitle] = useState(memo?.title ?? '');
  const [body, setBody] = useState(memo?.body ?? '');
  const [version, setVersion] = useState(memo?.version ?? 0);
  const [theirs, setTheirs] = useState<Memo | null>(null);
  const id = useId();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      memo
        ? change.edit(memo.id, { title: title.trim(), body }, version)
        : change.add({ title: title.trim(), body }, clientId.current),
    onSuccess: (memos) => {
      onSaved(memos);
      onClose();
    },
    onError: (failed) => {
      if (!(failed instanceof Problem) || failed.kind !== 'memos-changed' || !failed.current) return;
      const current = failed.current as Memo;
      setTheirs(current);
      setVersion(current.version);
    },
  });
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && body.trim() !== '') mutate();
  };
  return (
    <form
      className={css.writing}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== '') mutate();
      }}
    >
      <Input
        autoFocus
        value={title}
        maxLength={TITLE}
        placeholder={t('memos.headline')}
        aria-label={t('memos.headline')}
        onChange={(event) => setTitle(event.target.value)}
      />
      <textarea
        id={id}
        className={css.field}
        rows={4}
        value={body}
        maxLength={BODY}
        placeholder={t('memos.body')}
        aria-label={t('memos.body')}
        onChange={(event) => setBody(event.target.value)}
      />
      {theirs && (
        <div className={css.theirs} role="alert">
          <p>{t('memos.changed', { name: theirs.edited_by_name ?? theirs.by_name })}</p>
          <blockquote>{theirs.body}</blockquote>
          <Button
            small
            onClick={() => {
              setTitle(theirs.title);
              setBody(theirs.body);
              setTheirs(null);
            }}
          >
            {t('memos.take_theirs')}
          </Button>
        </div>
      )}
      {error && !theirs && (
        <p className={css.wrong} role="alert">
          {said(error, words)}
        </p>
      )}
      <span className={css.ways}>
        <Button type="submit" look="primary" small disabled={isPending || body.trim() === ''}>
          {theirs ? t('memos.save_mine') : t('action.save')}
        </Button>
        <Button look="quiet" small onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </span>
    </form>
  );
}
