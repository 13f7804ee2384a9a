import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Conversation, capabilities, type Row } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { deskQuery, meQuery } from '../../../app/desk';
import type { Mode } from '../../../app/drafts';
import { useWords } from '../../../app/i18n';
import { Chip } from '../../../parts/controls';
import type { Question } from '../questions';
import css from './composer.module.css';
import { CostLine } from './cost';
import { Editor } from './editor';
import { Gate } from './gate';
import { situation } from './situation';

interface Props {
  conversation: Conversation;
  mode: Mode;
  onMode: (mode: Mode) => void;
  /** The row that the reply answers. */
  answers: Row | null;
  onAnswers: (row: Row | null) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  onAsk: (question: Question) => void;
}

/** Where an operator writes. Which of the two it is, a reply or internal talk, cannot be mistaken (CMP-08). */
export function Composer(props: Props) {
  const { conversation, mode, onMode } = props;
  const { t } = useWords();
  const { data: me } = useQuery(meQuery);
  const { data: desk } = useQuery(deskQuery);
  const inbox = desk?.inboxes.find(({ id }) => id === conversation.inbox);
  const carries = capabilities(inbox);
  const now = useMinute();
  const here = situation(conversation, me?.operator.id ?? '', now);
  const tabs = useRef<HTMLDivElement>(null);
  const pick = (next: Mode) => {
    onMode(next);
    tabs.current?.querySelector<HTMLElement>(`[data-mode=${next}]`)?.focus();
  };
  return (
    <section className={css.composer} data-mode={mode} aria-label={t('composer.title')}>
      <div className={css.top}>
        <div ref={tabs} className={css.tabs} role="tablist" aria-label={t('composer.mode')}>
          {(['reply', 'note'] as const).map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              data-mode={one}
              aria-selected={mode === one}
              aria-controls="composer-field"
              tabIndex={mode === one ? 0 : -1}
              className={css.tab}
              onClick={() => onMode(one)}
              onKeyDown={(event) => {
                if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
                  pick(one === 'reply' ? 'note' : 'reply');
              }}
            >
              {t(`composer.mode.${one}`)}
            </button>
          ))}
        </div>
        <Unconfirmed conversation={conversation} />
        <span className={css.facts}>
          {mode === 'reply' && here.is === 'free' && <CostLine conversation={conversation} />}
          <Notice conversation={conversation} now={now} />
        </span>
      </div>
      <div id="composer-field" role="tabpanel" aria-label={t(`composer.mode.${mode}`)}>
        {mode === 'note' || here.is === 'free' ? (
          <Editor {...props} key={mode} carries={carries} />
        ) : (
          <Gate conversation={conversation} situation={here} />
        )}
      </div>
    </section>
  );
}

/** The switch of the whole team: was this seen and dealt with? Opening a conversation does not say so (INB-06). */
function Unconfirmed({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const { run, isPending } = useCommand(conversation.id);
  const open = conversation.unconfirmed > 0;
  return (
    <Chip
      warn={open}
      disabled={isPending}
      onClick={() => run({ verb: open ? 'confirm' : 'unconfirm', body: {} })}
    >
      {open ? t('composer.unconfirmed') : t('composer.confirmed')}
    </Chip>
  );
}

/** A window that closes within this time is worth a word. */
const SOON = 4 * 60 * 60_000;

/** So few messages until the contact writes again are worth a word. */
const FEW = 3;

function Notice({ conversation, now }: { conversation: Conversation; now: number }) {
  const { t, clock } = useWords();
  const { window } = conversation;
  const left = window?.closes_at ? Date.parse(window.closes_at) - now : null;
  const remaining = window?.remaining ?? null;
  let text: string | null = null;
  if (conversation.contact.unreachable) text = t('composer.unreachable');
  else if (left !== null && left > 0 && left < SOON)
    text = t('composer.window_left', { span: clock.span(left) });
  else if (remaining !== null && remaining <= FEW) text = t('composer.messages_left', { n: remaining });
  else if (conversation.phase.is === 'on_hold') text = t('composer.on_hold');
  return text && <span className={css.notice}>{text}</span>;
}

/** The time, to the half minute. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
