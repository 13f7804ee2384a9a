import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense, startTransition, useEffect, useId, useState } from 'react';
import type { Conversation } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { deskQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { flat, listQuery } from '../../../app/lists';
import { nameOf } from '../../../app/names';
import { Avatar } from '../../../parts/avatar';
import { Button, IconButton, Input, Select } from '../../../parts/controls';
import { Tag } from '../../../parts/labels';
import { lazily } from '../../../parts/later';
import type { Question } from '../questions';
import { Editable } from './editable';
import css from './panel.module.css';
import { categoryPaths, inputType, offered, record } from './record';

const Below = lazily(() => import('./below'));

export interface Props {
  conversation: Conversation;
  onAsk: (question: Question) => void;
}

/** The record of a customer, changed in place. */
export function CustomerPanel({ conversation, onAsk }: Props) {
  const { t } = useWords();
  const { contact } = conversation;
  const { ask } = useCommand(conversation.id);
  const [isSettled, setSettled] = useState(false);
  // The thread and what stands on top come first: whoever goes through the list reads those.
  useEffect(() => startTransition(() => setSettled(true)), []);
  return (
    <div className={css.panel} key={conversation.id}>
      <div className={css.top}>
        <Avatar name={contact.name} channel={conversation.channel} large />
        <Editable
          label={t('panel.display_name')}
          value={contact.display_name ?? ''}
          placeholder={contact.account_name || nameOf(contact, t)}
          maxLength={64}
          onSave={(name) => ask({ verb: 'rename', body: { name: name === '' ? null : name } })}
        />
      </div>
      <Handling conversation={conversation} />
      <Tags conversation={conversation} />
      <Fields conversation={conversation} />
      <Suspense>{isSettled && <Below conversation={conversation} onAsk={onAsk} />}</Suspense>
    </div>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Handling({ conversation }: { conversation: Conversation }) {
  const { t, language, clock } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { run, ask, isPending } = useCommand(conversation.id);
  const id = useId();
  const { contact, phase, deadline } = conversation;
  return (
    <Section title={t('panel.handling')}>
      <div className={css.rows}>
        <label htmlFor={id}>{t('panel.status')}</label>
        <Select
          id={id}
          data-field="status"
          value={contact.response_status ?? ''}
          disabled={isPending}
          onChange={(event) => run({ verb: 'status', body: { status: event.target.value || null } })}
        >
          <option value="">{t('panel.none')}</option>
          {desk?.statuses.map((status) => (
            <option key={status.id} value={status.id}>
              {status[language]}
            </option>
          ))}
        </Select>
        <Editable
          inline
          label={t('panel.category')}
          value={conversation.category ?? ''}
          placeholder={t('panel.none')}
          maxLength={64}
          options={categoryPaths(desk?.categories ?? [])}
          onSave={(category) =>
            ask({ verb: 'category', body: { category: category === '' ? null : category } })
          }
        />
        {conversation.rating && (
          <>
            <span>{t('panel.rating')}</span>
            <span title={clock.full(conversation.rating.at)}>
              {t('panel.rating_of', { n: conversation.rating.score })}
            </span>
          </>
        )}
        <span>{t('panel.phase')}</span>
        <span>
          {t(`phase.${phase.is}`)}
          {deadline && (
            <span className={css.muted}>
              {' '}
              · {t('panel.until', { when: clock.short(deadline, Date.now()) })}
            </span>
          )}
        </span>
      </div>
    </Section>
  );
}

/** The team's tags, and those that are known from the conversations that were fetched. */
function useKnownTags(): string[] {
  const { data } = useInfiniteQuery(listQuery({ view: 'all' }));
  const { data: desk } = useQuery(deskQuery);
  const own = desk?.tags.flatMap(({ tags }) => tags) ?? [];
  const others = flat(data).flatMap(({ contact }) => contact.tags);
  return [...new Set([...own, ...others.sort()])];
}

function Tags({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const { ask, isPending } = useCommand(conversation.id);
  const [tag, setTag] = useState('');
  const { tags } = conversation.contact;
  const { data: desk } = useQuery(deskQuery);
  const known = offered(desk, useKnownTags(), tags);
  const id = useId();
  const add = async () => {
    await ask({ verb: 'tag', body: { tag: tag.trim() } });
    setTag('');
  };
  return (
    <Section title={t('panel.tags')}>
      {tags.length > 0 && (
        <ul className={css.tags}>
          {tags.map((one) => (
            <li key={one}>
              <Tag name={one} />
              <IconButton
                icon="close"
                small
                label={t('panel.untag', { tag: one })}
                disabled={isPending}
                onClick={() => void ask({ verb: 'untag', body: { tag: one } })}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className={css.add}
        onSubmit={(event) => {
          event.preventDefault();
          if (tag.trim() !== '') void add();
        }}
      >
        <Input
          list={id}
          data-field="tag"
          value={tag}
          maxLength={64}
          placeholder={t('panel.tag_new')}
          aria-label={t('panel.tag_new')}
          onChange={(event) => setTag(event.target.value)}
        />
        <datalist id={id}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <IconButton
          icon="plus"
          type="submit"
          look="plain"
          label={t('panel.tag_add')}
          disabled={tag.trim() === ''}
        />
      </form>
    </Section>
  );
}

/** What the web messenger tells of the page that the visitor is on. */
const OF_THE_PAGE = { page: 'panel.page', page_title: 'panel.page_title' } as const;

function Fields({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const { ask } = useCommand(conversation.id);
  const [adding, setAdding] = useState(false);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const { data: desk } = useQuery(deskQuery);
  const fields = record(desk, conversation.contact.fields);
  const add = async () => {
    await ask({ verb: 'field', body: { name: name.trim(), value: value.trim() } });
    setName('');
    setValue('');
    setAdding(false);
  };
  return (
    <Section title={t('panel.fields')}>
      {fields.length > 0 && (
        <div className={css.rows}>
          {fields.map(({ name: field, value: kept, kind }) => (
            <Editable
              inline
              key={field}
              label={
                Object.hasOwn(OF_THE_PAGE, field) ? t(OF_THE_PAGE[field as keyof typeof OF_THE_PAGE]) : field
              }
              value={kept}
              maxLength={500}
              type={inputType(kind)}
              options={kind.type === 'choice' ? kind.of : undefined}
              onSave={(text) => ask({ verb: 'field', body: { name: field, value: text } })}
            />
          ))}
        </div>
      )}
      {adding ? (
        <form
          className={css.field}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '' && value.trim() !== '') void add();
          }}
        >
          <Input
            autoFocus
            value={name}
            maxLength={64}
            placeholder={t('panel.field_name')}
            aria-label={t('panel.field_name')}
            onChange={(event) => setName(event.target.value)}
          />
          <Input
            value={value}
            maxLength={500}
            placeholder={t('panel.field_value')}
            aria-label={t('panel.field_value')}
            onChange={(event) => setValue(event.target.value)}
          />
          <span className={css.ways}>
            <Button type="submit" look="primary" small disabled={name.trim() === '' || value.trim() === ''}>
              {t('action.add')}
            </Button>
            <Button look="quiet" small onClick={() => setAdding(false)}>
              {t('action.cancel')}
            </Button>
          </span>
        </form>
      ) : (
        <Button look="quiet" small className={css.more} onClick={() => setAdding(true)}>
          {t('panel.field_add')}
        </Button>
      )}
    </Section>
  );
}
