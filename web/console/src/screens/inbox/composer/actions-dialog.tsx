import { data, Problem, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type ActionStep, api, type Conversation } from '../../../app/api';
import { actionsQuery, deskQuery, meQuery, teamQuery, useWorkplace } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { Button } from '../../../parts/controls';
import { Dialog } from '../../../parts/dialog';
import { Icon } from '../../../parts/icon';
import { Trouble } from '../../../parts/trouble';
import css from './actions-dialog.module.css';
import { filledIn } from './words';

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

/** Actions (アクション実行, CMP-04): every step is seen before anything is done, and what came of it after. */
export default function ActionsDialog({ conversation, onClose }: Props) {
  const { t } = useWords();
  const { data: actions, error, refetch } = useQuery(actionsQuery);
  const [at, setAt] = useState(0);
  const action = actions?.[at];
  return (
    <Dialog wide title={t('actions.title')} onClose={onClose}>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {actions?.length === 0 && <p className={css.none}>{t('actions.empty')}</p>}
      {actions && action && (
        <div className={css.both}>
          <div className={css.list} role="group" aria-label={t('actions.title')}>
            {actions.map((one, n) => (
              <button
                key={one.id}
                type="button"
                className={css.item}
                aria-pressed={n === at}
                onClick={() => setAt(n)}
              >
                {one.name}
              </button>
            ))}
          </div>
          <Steps key={action.id} action={action} conversation={conversation} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

interface StepsProps extends Props {
  action: Schema['Action'];
}

function Steps({ action, conversation, onClose }: StepsProps) {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const step = useStepWords(conversation);
  // Made once: asked for again after a lost answer, it is still the same intent.
  const clientId = useRef(crypto.randomUUID());
  const {
    mutate,
    data: done,
    error,
    isPending,
  } = useMutation({
    mutationFn: () => {
      const params = { path: { id: conversation.id } };
      const body = { client_id: clientId.current, action: action.id };
      return data(api.POST('/v1/conversations/{id}/run-action', { params, body }));
    },
    retry: (failures, failed) => failures < 2 && !(failed instanceof Problem && !failed.isTransient),
    onSuccess: (answer) => workplace.settle({ conversation: answer.conversation, repeated: answer.repeated }),
    onError: (failed) => {
      // A refusal did nothing: the next try is another intent.
      if (failed instanceof Problem && !failed.isTransient) clientId.current = crypto.randomUUID();
    },
  });
  const wrong = error instanceof Problem ? Number(/^steps\[(\d+)\]/.exec(error.field ?? '')?.[1] ?? -1) : -1;
  return (
    <div className={css.steps}>
      <ol>
        {action.steps.map((one, n) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of an action never move
            key={n}
            data-state={done?.steps[n]?.done ? 'done' : wrong === n ? 'wrong' : undefined}
          >
            <span className={css.mark}>
              {done ? (
                <Icon name="check" size={16} />
              ) : wrong === n ? (
                <Icon name="warning" size={16} />
              ) : (
                n + 1
              )}
            </span>
            <span>
              {step(one).name}
              {step(one).text && <span className={css.text}>{step(one).text}</span>}
              {wrong === n && <span className={css.wrong}>{said(error, words)}</span>}
            </span>
          </li>
        ))}
      </ol>
      <div className={css.foot}>
        <p role="status">
          {done && t('actions.done')}
          {error && (
            <span className={css.wrong}>
              {t('actions.failed')} {wrong < 0 && said(error, words)}
            </span>
          )}
          {!done && !error && <span className={css.hint}>{t('actions.hint')}</span>}
        </p>
        {done ? (
          <Button look="primary" autoFocus onClick={onClose}>
            {t('action.close')}
          </Button>
        ) : (
          <Button look="primary" disabled={isPending} onClick={() => mutate()}>
            {t('actions.run')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What a step does, in words: its kind, and what it is done with. */
function useStepWords({ contact }: Conversation): (step: ActionStep) => { name: string; text: string } {
  const { t, language, clock } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: team } = useQuery(teamQuery);
  const { data: me } = useQuery(meQuery);
  const filled = (text: string) =>
    filledIn(text, contact, me?.operator.name ?? '')
      .map((part) => part.text)
      .join('');
  const to = (whom: string) => {
    if (whom === 'me') return t('actions.me');
    if (whom === 'queue' || whom === 'bot') return t(`assignee.${whom}`);
    return team?.find(({ id }) => id === whom)?.name ?? whom;
  };
  const status = (id: string | null | undefined) =>
    desk?.statuses.find((one) => one.id === id)?.[language] ?? id ?? t('panel.none');
  const template = (name: string) => desk?.templates.find((one) => one.name === name)?.messages.join('\n\n');
  return (step) => {
    const name = t(`actions.step.${step.do}`);
    switch (step.do) {
      case 'reply':
      case 'note':
        return { name, text: filled(step.text) };
      case 'template':
        return { name: `${name}: ${step.template}`, text: filled(template(step.template) ?? '') };
      case 'tag':
      case 'untag':
        return { name: `${name}: ${step.tag}`, text: '' };
      case 'status':
        return { name: `${name}: ${status(step.status)}`, text: '' };
      case 'category':
        return { name: `${name}: ${step.category ?? t('panel.none')}`, text: '' };
      case 'field':
        return { name: `${name}: ${step.name}`, text: filled(step.value) };
      case 'assign':
        return { name: `${name}: ${to(step.to)}`, text: '' };
      case 'hold': {
        const span = step.minutes ? clock.span(step.minutes * 60_000) : null;
        return { name: span ? `${name}: ${span}` : name, text: '' };
      }
      default:
        return { name, text: '' };
    }
  };
}
