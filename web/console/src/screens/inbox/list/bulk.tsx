import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Conversation } from '../../../app/api';
import { assignBack, useBulk } from '../../../app/bulk';
import { deskQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { Ask } from '../../../parts/ask';
import { Button, IconButton, Input } from '../../../parts/controls';
import { Dialog } from '../../../parts/dialog';
import { Menu, MenuItem } from '../../../parts/menu';
import { useAssignees } from '../assignees';
import css from './bulk.module.css';

interface Props {
  picked: readonly Conversation[];
  onDone: () => void;
}

/** What is done to all that are picked. */
export default function BulkBar({ picked, onDone }: Props) {
  const { t, language } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const [asks, setAsks] = useState<'tag' | 'complete' | null>(null);
  const bulk = useBulk();
  const inboxes = new Set(picked.map(({ inbox }) => inbox));
  const assignees = useAssignees(inboxes.size === 1 ? ([...inboxes][0] ?? null) : null);
  const run: typeof bulk = async (conversations, doing) => {
    onDone();
    await bulk(conversations, doing);
  };
  const assign = (to: string) =>
    run(picked, { does: () => ({ verb: 'assign', body: { to } }), undoes: assignBack });
  const status = (id: string | null) =>
    run(picked, {
      does: () => ({ verb: 'status', body: { status: id } }),
      undoes: ({ contact }) => ({ verb: 'status', body: { status: contact.response_status ?? null } }),
    });
  const confirm = () =>
    run(picked, {
      does: ({ unconfirmed }) => (unconfirmed > 0 ? { verb: 'confirm', body: {} } : null),
      undoes: () => ({ verb: 'unconfirm', body: {} }),
    });
  const tag = (name: string) =>
    run(picked, {
      does: ({ contact }) => (contact.tags.includes(name) ? null : { verb: 'tag', body: { tag: name } }),
      undoes: () => ({ verb: 'untag', body: { tag: name } }),
    });
  return (
    <div className={css.bar} role="toolbar" aria-label={t('bulk.title')}>
      <span className={css.n}>{t('bulk.picked', { n: picked.length })}</span>
      <Menu label={t('assignee.title')} align="start" trigger={<Button small>{t('bulk.assign')}</Button>}>
        {assignees.map(({ value, label }) => (
          <MenuItem key={value} onSelect={() => void assign(value)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
      <Button small onClick={() => setAsks('tag')}>
        {t('bulk.tag')}
      </Button>
      <Menu label={t('panel.status')} align="start" trigger={<Button small>{t('bulk.status')}</Button>}>
        {desk?.statuses.map((one) => (
          <MenuItem key={one.id} onSelect={() => void status(one.id)}>
            {one[language]}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => void status(null)}>{t('panel.none')}</MenuItem>
      </Menu>
      <Button small onClick={() => void confirm()}>
        {t('bulk.confirm')}
      </Button>
      <Button small onClick={() => setAsks('complete')}>
        {t('action.complete')}
      </Button>
      <IconButton icon="close" small label={t('bulk.clear')} onClick={onDone} />
      {asks === 'tag' && <TagDialog onTag={(name) => void tag(name)} onClose={() => setAsks(null)} />}
      {asks === 'complete' && (
        <Ask
          title={t('bulk.complete.title', { n: picked.length })}
          text={t('bulk.complete.text')}
          yes={t('ask.complete.do')}
          onYes={() => void run(picked, { does: () => ({ verb: 'complete', body: {} }) })}
          onClose={() => setAsks(null)}
        />
      )}
    </div>
  );
}

function TagDialog({ onTag, onClose }: { onTag: (tag: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const [tag, setTag] = useState('');
  const id = useId();
  return (
    <Dialog title={t('bulk.tag')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (tag.trim() === '') return;
          onClose();
          onTag(tag.trim());
        }}
      >
        <Input
          list={id}
          value={tag}
          maxLength={64}
          placeholder={t('panel.tag_new')}
          aria-label={t('panel.tag_new')}
          onChange={(event) => setTag(event.target.value)}
        />
        <datalist id={id}>
          {desk?.tags
            .flatMap(({ tags }) => tags)
            .map((one) => (
              <option key={one} value={one} />
            ))}
        </datalist>
        <Button type="submit" look="primary" disabled={tag.trim() === ''}>
          {t('panel.tag_add')}
        </Button>
      </form>
    </Dialog>
  );
}
