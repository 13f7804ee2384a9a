import { useQuery } from '@tanstack/react-query';
import type { Conversation } from '../../../app/api';
import { deskQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { IconButton } from '../../../parts/controls';
import { useToast } from '../../../parts/toast';
import { Gallery } from './gallery';
import { History } from './history';
import Memos from './memos';
import { type Props, Section } from './panel';
import css from './panel.module.css';
import { Standing } from './standing';

/** What stands further down in the record. */
export default function Below({ conversation, onAsk }: Props) {
  return (
    <>
      <section className={css.section}>
        <Memos conversation={conversation.id} />
      </section>
      <section className={css.section}>
        <History conversation={conversation} />
      </section>
      <section className={css.section}>
        <Gallery conversation={conversation.id} />
      </section>
      <Profile conversation={conversation} />
      <section className={css.section}>
        <Standing conversation={conversation} onAsk={onAsk} />
      </section>
    </>
  );
}

function Profile({ conversation }: { conversation: Conversation }) {
  const { t, language, clock } = useWords();
  const { contact } = conversation;
  const { data: desk } = useQuery(deskQuery);
  const toast = useToast();
  const inbox = desk?.inboxes.find(({ id }) => id === conversation.inbox);
  const named = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  const copy = async () => {
    await navigator.clipboard.writeText(contact.identity);
    toast({ kind: 'done', text: t('action.copied') });
  };
  return (
    <Section title={t('panel.profile')}>
      <dl className={css.rows}>
        <dt>{t('panel.account_name')}</dt>
        <dd>{contact.account_name || '–'}</dd>
        <dt>{t('panel.channel')}</dt>
        <dd>{inbox?.name ?? t(`channel.${conversation.channel}`)}</dd>
        {contact.language && (
          <>
            <dt>{t('panel.language')}</dt>
            <dd>{named.of(contact.language)}</dd>
          </>
        )}
        <dt>{t('panel.since')}</dt>
        <dd className="num">{clock.full(contact.since)}</dd>
        <dt>{t('panel.identity')}</dt>
        <dd className={css.identity}>
          <code>{contact.identity}</code>
          <IconButton icon="copy" small label={t('panel.copy_identity')} onClick={() => void copy()} />
        </dd>
      </dl>
    </Section>
  );
}
