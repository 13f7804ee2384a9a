import { data, type Schema } from '@madoguchi/shared/api';
import { fold } from '@madoguchi/shared/text';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { api, type Conversation } from '../../../app/api';
import { deskQuery, meQuery, useWorkplace } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { Input, Select } from '../../../parts/controls';
import css from './templates.module.css';
import { filledIn } from './words';

type Template = Schema['Template'];

interface Props {
  conversation: Conversation;
  open: boolean;
  onOpen: (open: boolean) => void;
  onPick: (text: string) => void;
  trigger: ReactNode;
}

/** Canned responses (テンプレート): found by name or words, seen whole before they are taken. */
export function Templates({ conversation, open, onOpen, onPick, trigger }: Props) {
  const { t } = useWords();
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label={t('templates.title')}
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Picker
            conversation={conversation}
            onPick={(text) => {
              onOpen(false);
              onPick(text);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What the contact would read of a template, as the desk fills it in. */
function previewQuery(conversation: string, template: string | undefined) {
  return {
    queryKey: ['preview', conversation, template],
    queryFn: () => {
      const params = { path: { id: conversation } };
      const body = { template: template ?? '' };
      return data(api.POST('/v1/conversations/{id}/preview', { params, body }));
    },
    enabled: template !== undefined,
    staleTime: 10_000,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  };
}

function Picker({ conversation, onPick }: Pick<Props, 'conversation' | 'onPick'>) {
  const { t } = useWords();
  const { queries } = useWorkplace();
  const { data: desk } = useQuery(deskQuery);
  const [words, setWords] = useState('');
  const [folder, setFolder] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const all = desk?.templates ?? [];
  const folders = [...new Set(all.flatMap((one) => one.folder ?? []))];
  const found = all.filter(
    (one) =>
      (folder === '' || one.folder === folder) &&
      fold(`${one.name} ${one.messages.join(' ')}`).includes(fold(words.trim())),
  );
  const index = Math.min(at, found.length - 1);
  const active = found[index];
  const preview = useQuery(previewQuery(conversation.id, active?.name));
  const isFresh = !preview.isPlaceholderData && !preview.isFetching;
  if (all.length === 0) return <p className={css.none}>{t('templates.empty')}</p>;
  /** Takes the template once the desk has filled it in, if it can be. */
  const pick = async (template: Template | undefined) => {
    if (!template) return;
    try {
      const text = textOf(await queries.fetchQuery(previewQuery(conversation.id, template.name)));
      if (text !== null) onPick(text);
    } catch {
      // The preview says what went wrong.
    }
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(index + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(index - 1, 0));
    else if (event.key === 'Enter') void pick(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={css.search}>
        <Input
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={active ? `${id}-${index}` : undefined}
          aria-label={t('templates.search')}
          placeholder={t('templates.search')}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        {folders.length > 0 && (
          <Select
            className={css.folder}
            aria-label={t('templates.folder')}
            value={folder}
            onChange={(event) => setFolder(event.target.value)}
          >
            <option value="">{t('templates.all')}</option>
            {folders.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        )}
      </div>
      <div className={css.both}>
        <div id={id} role="listbox" aria-label={t('templates.title')} className={css.list}>
          {found.map(({ name, folder: kept }, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
            <div
              key={name}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === index}
              className={css.item}
              onPointerEnter={() => setAt(n)}
              onClick={() => void pick(found[n])}
            >
              {name}
              {kept && folder === '' && <small>{kept}</small>}
            </div>
          ))}
        </div>
        {active ? (
          <Preview
            conversation={conversation}
            template={active}
            preview={isFresh ? preview.data : undefined}
            error={preview.error}
          />
        ) : (
          <p className={css.preview}>{t('templates.none')}</p>
        )}
      </div>
    </>
  );
}

/** The words to put into the field; `null` if something is missing. */
function textOf({ calls, missing, refused }: Schema['Preview']): string | null {
  if (missing.length > 0 || refused) return null;
  return calls
    .flat()
    .map((content) => ('text' in content ? content.text : ''))
    .join('\n\n');
}

interface PreviewProps {
  conversation: Conversation;
  template: Template;
  preview: Schema['Preview'] | undefined;
  error: unknown;
}

function Preview({ conversation, template, preview, error }: PreviewProps) {
  const { data: me } = useQuery(meQuery);
  const words = useWords();
  const { t } = words;
  const text = preview && textOf(preview);
  const missing = preview?.missing ?? [];
  const named = missing.map((blank) => blank.replace(/^field:/, ''));
  return (
    <div className={css.preview} aria-live="polite">
      {missing.length > 0 && (
        <p className={css.missing}>{t('templates.missing', { names: named.join(t('list.comma')) })}</p>
      )}
      {preview?.refused && <p className={css.missing}>{preview.refused}</p>}
      {error !== null && <p className={css.missing}>{said(error, words)}</p>}
      {text !== null && text !== undefined ? (
        <p className={css.bubble}>{text}</p>
      ) : (
        template.messages.map((message, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a template never move
          <p key={n} className={css.bubble}>
            {filledIn(message, conversation.contact, me?.operator.name ?? '').map((part, m) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
              part.blank ? <mark key={m}>{part.text}</mark> : part.text,
            )}
          </p>
        ))
      )}
    </div>
  );
}
