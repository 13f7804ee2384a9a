import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Conversation } from '../../../app/api';
import { sendingQuery, useThread, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { Button, Field, Select } from '../../../parts/controls';
import { Dialog } from '../../../parts/dialog';
import css from './template-dialog.module.css';
import { blanks } from './words';

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

/** Provider templates: what may be sent when the messaging window is shut (CHN-14), with its blanks to fill in. */
export default function TemplateDialog({ conversation, onClose }: Props) {
  const { t } = useWords();
  const { outbox } = useWorkplace();
  const { timeline } = useThread(conversation.id);
  const { data } = useQuery(sendingQuery(conversation));
  const [at, setAt] = useState(0);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const template = data?.templates[at];
  const missing = template?.blanks.filter((blank) => !values[blank]?.trim()) ?? [];
  const filled = (part: string) => values[blankOf(part)]?.trim() || part;
  const send = () => {
    if (!template) return;
    const given = Object.fromEntries(template.blanks.map((blank) => [blank, values[blank]?.trim() ?? '']));
    const language = template.language ? { language: template.language } : {};
    outbox.add({
      conversation: conversation.id,
      mode: 'reply',
      text: blanks(template.text)
        .map(({ text, blank }) => (blank ? filled(text) : text))
        .join(''),
      template: { type: 'template', name: template.name, values: given, ...language },
      complete: false,
      seq: timeline.rows.at(-1)?.seq ?? conversation.seq,
    });
    onClose();
  };
  return (
    <Dialog title={t('approved.title')} onClose={onClose}>
      {data && !template && <p>{t('approved.none')}</p>}
      {template && (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (missing.length === 0) send();
          }}
        >
          <Select
            aria-label={t('approved.which')}
            value={at}
            onChange={(event) => {
              setAt(Number(event.target.value));
              setValues({});
            }}
          >
            {data?.templates.map(({ name, language }, n) => (
              <option key={`${name} ${language}`} value={n}>
                {language ? `${name} (${language})` : name}
              </option>
            ))}
          </Select>
          {template.blanks.map((blank) => (
            <Field
              key={blank}
              label={t('approved.blank', { name: blank })}
              value={values[blank] ?? ''}
              maxLength={1000}
              onChange={(event) => setValues({ ...values, [blank]: event.target.value })}
            />
          ))}
          <p className={css.preview}>
            {blanks(template.text).map(({ text, blank }, n) => {
              const isOpen = blank && missing.includes(blankOf(text));
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
              return isOpen ? <mark key={n}>{text}</mark> : blank ? filled(text) : text;
            })}
          </p>
          <div className={css.ways}>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" look="primary" disabled={missing.length > 0}>
              {t('composer.send')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** The name of a blank as providers write it: `{{1}}`, `{{name}}`, `{{first.DATA}}`. */
function blankOf(part: string): string {
  return part.replace(/^\{\{\s*|\s*\}\}$/g, '').replace(/\.DATA$/, '');
}
