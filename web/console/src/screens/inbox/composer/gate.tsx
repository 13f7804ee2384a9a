import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Conversation } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { useDraft } from '../../../app/drafts';
import { useWords } from '../../../app/i18n';
import { Button } from '../../../parts/controls';
import css from './gate.module.css';
import type { Situation } from './situation';

const TemplateDialog = lazy(() => import('./template-dialog'));

interface Props {
  conversation: Conversation;
  situation: Exclude<Situation, { is: 'free' }>;
}

/** In place of the composer: why nothing can be said to the customer now, and what can be done about it. */
export function Gate({ conversation, situation }: Props) {
  const { t, clock } = useWords();
  const { run, isPending } = useCommand(conversation.id);
  const [picking, setPicking] = useState(false);
  const kept = useDraft(conversation.id, 'reply') !== '';
  const draft = kept && <p className={css.draft}>{t('gate.draft_kept')}</p>;
  const say = (text: string, way?: ReactNode) => (
    <div className={css.gate}>
      <div>
        <p>{text}</p>
        {draft}
      </div>
      {way}
    </div>
  );
  switch (situation.is) {
    case 'blocked':
      return say(
        t('gate.blocked'),
        <Button disabled={isPending} onClick={() => run({ verb: 'unblock', body: {} })}>
          {t('action.unblock')}
        </Button>,
      );
    case 'completed':
      return say(
        t('gate.completed'),
        <Button look="primary" disabled={isPending} onClick={() => run({ verb: 'reopen', body: {} })}>
          {t('action.reopen')}
        </Button>,
      );
    case 'ending':
      return say(t('gate.ending', { when: clock.time(situation.closesAt) }));
    case 'window-closed':
      return say(
        situation.templates ? t('gate.window_closed_templates') : t('gate.window_closed'),
        situation.templates && (
          <>
            <Button look="primary" onClick={() => setPicking(true)}>
              {t('approved.pick')}
            </Button>
            {picking && (
              <Suspense>
                <TemplateDialog conversation={conversation} onClose={() => setPicking(false)} />
              </Suspense>
            )}
          </>
        ),
      );
    case 'not-mine':
      return say(
        situation.holder ? t('gate.held', { name: situation.holder }) : t('gate.free'),
        <Button look="primary" disabled={isPending} onClick={() => run({ verb: 'join', body: {} })}>
          {situation.holder ? t('gate.take_over') : t('gate.join')}
        </Button>,
      );
  }
}
