import { wordDiff } from '@madoguchi/shared/text';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deskQuery } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { keptStore } from '../../../app/store';
import { Button, Chip, IconButton, Kbd } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import css from './rewrite-panel.module.css';
import { LENGTHS, rewrite, type Target, TONES, type Wish } from './rewriting';

type State =
  | { is: 'choosing' }
  | { is: 'running'; text: string }
  | { is: 'proposed'; text: string; replacement: string }
  | { is: 'failed'; message: string };

/** What was asked for last: one key away the next time. */
const lastWish = keptStore<Wish>('rewrite', (found) => {
  if (typeof found !== 'object' || found === null) return {};
  const kept: Wish = found;
  return {
    tone: TONES.find((tone) => tone === kept.tone),
    length: LENGTHS.find((length) => length === kept.length),
  };
});

interface Props {
  conversation: string;
  /** What was marked when the panel was opened. */
  target: Target;
  /** The draft as it is; an edit takes back what is under way. */
  draft: string;
  onAccept: (target: Target, replacement: string) => void;
  onClose: () => void;
}

/** AI rewriting: proposes, shows the difference, and leaves the decision to the operator (AIW-05). */
export function RewritePanel({ conversation, target, draft, onAccept, onClose }: Props) {
  const words = useWords();
  const { t, language } = words;
  const { data: desk } = useQuery(deskQuery);
  const [wish, setWish] = useState<Wish>(lastWish.get());
  const [state, setState] = useState<State>({ is: 'choosing' });
  const running = useRef<AbortController | null>(null);
  const section = useRef<HTMLElement>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);
  useEffect(() => section.current?.querySelector('button')?.focus(), []);
  useEffect(() => {
    if (draft !== target.draft) onClose();
  }, [draft, target, onClose]);
  useEffect(() => {
    if (state.is === 'proposed') section.current?.querySelector<HTMLElement>('[data-accept]')?.focus();
  }, [state.is]);

  const ask = async (next: Wish) => {
    stop();
    const control = new AbortController();
    running.current = control;
    setWish(next);
    lastWish.set(next);
    setState({ is: 'running', text: '' });
    try {
      let text = '';
      for await (const told of rewrite(target, next, conversation, control.signal)) {
        if (told.type === 'delta') {
          text += told.text;
          setState({ is: 'running', text });
        } else if (told.type === 'done') {
          setState({ is: 'proposed', text: told.text, replacement: told.replacement });
        } else {
          setState({ is: 'failed', message: told.message });
        }
      }
    } catch (error) {
      if (!control.signal.aborted) setState({ is: 'failed', message: said(error, words) });
    }
  };
  const chosen = target.draft.slice(target.start, target.end);
  const whole = chosen.length === target.draft.length;
  const scope = whole ? t('rewrite.whole') : t('rewrite.selection', { n: [...chosen].length });
  return (
    <section
      ref={section}
      className={css.panel}
      aria-label={t('rewrite.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={css.head}>
        <Icon name="sparkle" size={16} />
        <b>{t('rewrite.title')}</b>
        {desk?.ai.configured && <span className={css.scope}>{scope}</span>}
        <IconButton icon="close" small label={t('action.close')} className={css.close} onClick={onClose} />
      </header>
      {desk && !desk.ai.configured ? (
        <Unconfigured problem={desk.ai.problem ?? ''} />
      ) : (
        <>
          <Choices wish={wish} onPick={(next) => void ask(next)} />
          <Outcome state={state} before={chosen} language={language} />
          {state.is === 'running' && (
            <Button
              small
              className={css.stop}
              onClick={() => {
                stop();
                setState({ is: 'choosing' });
              }}
            >
              {t('rewrite.stop')}
            </Button>
          )}
          {state.is === 'proposed' && (
            <div className={css.ways}>
              <Button look="primary" data-accept onClick={() => onAccept(target, state.replacement)}>
                {t('rewrite.accept')}
              </Button>
              <Button onClick={() => void ask(wish)}>{t('rewrite.again')}</Button>
              <Button look="quiet" onClick={onClose}>
                {t('rewrite.discard')} <Kbd>Esc</Kbd>
              </Button>
            </div>
          )}
          {state.is === 'failed' && (wish.tone || wish.length) && (
            <div className={css.ways}>
              <Button onClick={() => void ask(wish)}>{t('rewrite.again')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Choices({ wish, onPick }: { wish: Wish; onPick: (wish: Wish) => void }) {
  const { t } = useWords();
  return (
    <div className={css.choices} role="group" aria-label={t('rewrite.how')}>
      {TONES.map((tone) => (
        <Chip key={tone} aria-pressed={wish.tone === tone} onClick={() => onPick({ ...wish, tone })}>
          {t(`rewrite.tone.${tone}`)}
        </Chip>
      ))}
      <span className={css.bar} />
      {LENGTHS.map((length) => (
        <Chip
          key={length}
          aria-pressed={wish.length === length}
          onClick={() =>
            onPick({ ...wish, length: wish.length === length && wish.tone ? undefined : length })
          }
        >
          {t(`rewrite.length.${length}`)}
        </Chip>
      ))}
    </div>
  );
}

function Outcome({ state, before, language }: { state: State; before: string; language: string }) {
  const { t } = useWords();
  switch (state.is) {
    case 'choosing':
      return <p className={css.hint}>{t('rewrite.hint')}</p>;
    case 'running':
      return (
        <p className={css.text} aria-busy="true">
          <span className={css.busy} aria-hidden="true" />
          {state.text === '' ? <span className={css.hint}>{t('rewrite.running')}</span> : state.text}
        </p>
      );
    case 'failed':
      return (
        <p className={css.failed} role="alert">
          <Icon name="warning" size={16} />
          <span>
            {state.message} {t('rewrite.untouched')}
          </span>
        </p>
      );
    case 'proposed':
      return (
        <p className={css.text} aria-label={t('rewrite.proposal')} role="status">
          {wordDiff(before, state.replacement, language).map((part, n) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one comparison never move
            if (part.kind === 'added') return <ins key={n}>{part.text}</ins>;
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one comparison never move
            if (part.kind === 'removed') return <del key={n}>{part.text}</del>;
            return part.text;
          })}
        </p>
      );
  }
}

function Unconfigured({ problem }: { problem: string }) {
  const { t } = useWords();
  return (
    <div className={css.hint}>
      <p>{t('rewrite.not_configured')}</p>
      <code className={css.problem}>{problem}</code>
    </div>
  );
}
