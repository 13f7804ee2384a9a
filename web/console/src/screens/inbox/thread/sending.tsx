import { attachedTo, MOST_FILES, setAttached } from '../../../app/attachments';
import { useWorkplace } from '../../../app/desk';
import { draftOf, keepDraft } from '../../../app/drafts';
import { useWords } from '../../../app/i18n';
import type { Sending } from '../../../app/outbox';
import { Button, cx } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Words } from './contents';
import row from './row.module.css';
import css from './sending.module.css';

/** Something that was sent off and is not in the thread yet: honest about what is known of it. */
export function SendingView({ sending }: { sending: Sending }) {
  const { t } = useWords();
  const { outbox } = useWorkplace();
  const { state, mode, conversation, text, files, template, clientId } = sending;
  const back = () => {
    const other = draftOf(conversation, mode);
    if (!template) keepDraft(conversation, mode, other === '' ? text : `${text}\n${other}`);
    if (files) setAttached(conversation, [...files, ...attachedTo(conversation)].slice(0, MOST_FILES));
    outbox.remove(clientId);
  };
  return (
    <article className={cx(row.row, row.ours, mode === 'note' && row.note)} data-last>
      <div className={row.held}>
        <div className={row.bubble}>
          {text !== '' && <Words text={text} />}
          {files?.map((file) => (
            <p key={file.key} className={css.file}>
              {file.picture ? (
                <img src={file.picture} alt={file.name} />
              ) : (
                <>
                  <Icon name="file" size={18} />
                  {file.name}
                </>
              )}
            </p>
          ))}
        </div>
      </div>
      <div className={row.below}>
        {state === 'sending' && (
          <>
            <Icon name="clock" size={14} />
            {t('delivery.sending')}
          </>
        )}
        {state === 'checking' && t('delivery.checking')}
        {state === 'asks' && <span className={css.asks}>{t('sending.asks')}</span>}
        {state === 'refused' && (
          <span className={css.refused}>
            {t('delivery.failed')}
            {sending.refusal && ` (${sending.refusal})`}
          </span>
        )}
        {(state === 'asks' || state === 'refused') && (
          <span className={css.ways}>
            <Button small onClick={() => outbox.resend(clientId)}>
              {t('sending.again')}
            </Button>
            <Button small look="quiet" onClick={back}>
              {t('sending.to_draft')}
            </Button>
          </span>
        )}
      </div>
    </article>
  );
}
