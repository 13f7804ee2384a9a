import type { Capabilities, Conversation, Outbound } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { Icon } from '../../../parts/icon';
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
export function Delivery({ row, conversation, carries }: Props) {
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
      const detail = reason && 'detail' in reason ? reason.detail : null;
      return (
        <span className={css.delivery} data-state="failed">
          <Icon name="warning" size={14} />
          {t('delivery.failed')}
          {reason && ` (${t(`delivery.reason.${reason.is}`)}${detail ? `: ${detail}` : ''})`}
        </span>
      );
    }
    case 'unknown':
      return (
        <span className={css.delivery} data-state="unknown">
          <Icon name="warning" size={14} />
          {t('delivery.unknown')}
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
