import { data, Problem } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Capabilities, type Conversation, type Outbound } from '../../../app/api';
import { useWorkplace } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { Ask } from '../../../parts/ask';
import { Button } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { useToast } from '../../../parts/toast';
import css from './delivery.module.css';

type State = Outbound['delivery']['state'];

/** How far a message has come. The web messenger's receipts stand with the conversation, the others' with the row. */
export function stateOf(row: Outbound, conversation: Conversation): State {
  const { state } = row.delivery;
  if (state !== 'sent' || !row.stream_seq) return state;
  if (row.stream_seq <= conversation.receipts.read) return 'read';
  return row.stream_seq <= conversation.receipts.delivered ? 'delivered' : 'sent';
}

/** Ticks and words for a delivery. Only what the channel reports is drawn (CHN-12). */
export function Delivery({ row, conversation, carries, resent }: Props) {
  const { t } = useWords();
  const state = stateOf(row, conversation);
  switch (state) {
    case 'queued':
    case 'sending':
      return (
        <span className={css.delivery} title={t(`delivery.${state}`)}>
          <Icon name="clock" size={14} />
          <span className="vh">{t(`delivery.${state}`)}</span>
        </span>
      );
    case 'checking':
      return <span className={css.delivery}>{t('delivery.checking')}</span>;
    case 'sent':
    case 'delivered':
    case 'read': {
      const shown = state === 'read' && !carries?.read ? 'sent' : state;
      return (
        <span className={css.delivery} data-state={shown} title={t(`delivery.${shown}`)}>
          <Ticks two={shown !== 'sent'} />
          <span className={shown === 'read' ? undefined : 'vh'}>{t(`delivery.${shown}`)}</span>
        </span>
      );
    }
    case 'failed': {
      const reason = row.delivery.reason;
      // A code of the provider that we do not know, in its own words, is better than none.
      const why = row.delivery.reason_text ?? (reason && t(`delivery.reason.${reason.is}`));
      return (
        <span className={css.delivery} data-state="failed">
          <Icon name="warning" size={14} />
          {t('delivery.failed')}
          {why && ` (${why})`}
          <Resend row={row} conversation={conversation} resent={resent} />
        </span>
      );
    }
    case 'unknown':
      return (
        <span className={css.delivery} data-state="unknown">
          <Icon name="warning" size={14} />
          {t('delivery.unknown')}
          <Resend row={row} conversation={conversation} resent={resent} asks />
        </span>
      );
    case 'cancelled':
      return <span className={css.delivery}>{t('delivery.cancelled')}</span>;
  }
}

interface Props {
  row: Outbound;
  conversation: Conversation;
  carries: Capabilities | undefined;
  /** It has been said again. */
  resent: boolean;
}

type ResendProps = Pick<Props, 'row' | 'conversation' | 'resent'> & { asks?: boolean };

/** Says a message again that did not go out. One that may have arrived is asked about: it could come twice (INV-21). */
function Resend({ row, conversation, resent, asks = false }: ResendProps) {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: (client_id: string) => {
      const params = { path: { id: conversation.id, row: row.id } };
      return data(api.POST('/v1/conversations/{id}/rows/{row}/resend', { params, body: { client_id } }));
    },
    retry: (failures, error) => failures < 2 && !(error instanceof Problem && !error.isTransient),
    onSuccess: (done) => workplace.settle(done),
    onError: (error) => toast({ kind: 'error', text: said(error, words) }),
  });
  const resend = () => mutate(crypto.randomUUID());
  if (resent) return <span className={css.resent}>{t('delivery.resent')}</span>;
  return (
    <>
      <Button small disabled={isPending} onClick={() => (asks ? setAsking(true) : resend())}>
        {t('delivery.resend')}
      </Button>
      {asking && (
        <Ask
          title={t('delivery.ask.title')}
          text={t('delivery.ask.text')}
          yes={t('delivery.resend')}
          onYes={resend}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Ticks({ two }: { two: boolean }) {
  return (
    <svg
      aria-hidden="true"
      width={two ? 20 : 14}
      height="14"
      viewBox={two ? '0 0 20 14' : '0 0 14 14'}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M2 7.5l3.5 3.5L12 3.5" />
      {two && <path d="M9.5 10l1 1L17 3.5" />}
    </svg>
  );
}
