import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Conversation } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { deskQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { nameOf } from '../../../app/names';
import { Avatar } from '../../../parts/avatar';
import { Button, IconButton } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../../parts/menu';
import { useToast } from '../../../parts/toast';
import { useAssignees } from '../assignees';
import type { Question } from '../questions';
import css from './header.module.css';

interface Props {
  conversation: Conversation;
  panel: boolean;
  /** Whether the list of whom it may be given to is open. */
  assigning: boolean;
  onAssigning: (open: boolean) => void;
  onPanel: () => void;
  onAsk: (question: Question) => void;
}

/** Whose conversation it is, and what is done to it as a whole. */
export function ThreadHeader({ conversation, panel, assigning, onAssigning, onPanel, onAsk }: Props) {
  const { t } = useWords();
  const { contact } = conversation;
  const { data: desk } = useQuery(deskQuery);
  const { run } = useCommand(conversation.id);
  const inbox = desk?.inboxes.find(({ id }) => id === conversation.inbox);
  const channel = t(`channel.${conversation.channel}`);
  const facts = [
    channel,
    inbox && inbox.name !== channel ? inbox.name : null,
    contact.display_name && contact.account_name !== contact.name ? contact.account_name : null,
    contact.blocked ? t('contact.blocked') : null,
  ];
  return (
    <header className={css.header}>
      <Link to="/inbox" search={(old) => old} className={css.back} aria-label={t('thread.back')}>
        <Icon name="back" />
      </Link>
      <Avatar name={contact.name} channel={conversation.channel} />
      <div className={css.names}>
        <h1>{nameOf(contact, t)}</h1>
        <p>{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={css.ways}>
        <Assignee conversation={conversation} assigning={assigning} onAssigning={onAssigning} />
        <Hold conversation={conversation} />
        <IconButton
          icon="star"
          className={css.wide}
          filled={contact.bookmarked}
          on={contact.bookmarked}
          aria-pressed={contact.bookmarked}
          label={t('action.bookmark')}
          onClick={() => run({ verb: contact.bookmarked ? 'unbookmark' : 'bookmark', body: {} })}
        />
        <More conversation={conversation} onAsk={onAsk} />
        <IconButton
          icon="panel"
          on={panel}
          aria-pressed={panel}
          label={t('panel.toggle')}
          onClick={onPanel}
        />
      </div>
    </header>
  );
}

const HOUR = 60 * 60_000;
/** For how long a conversation is put aside, in hours; `0` is until somebody resumes it. */
const HOLDS = [0, 1, 4, 24] as const;

/** Puts a conversation aside for a while, and takes it up again. */
function Hold({ conversation }: { conversation: Conversation }) {
  const { t, clock } = useWords();
  const { run } = useCommand(conversation.id);
  const { phase } = conversation;
  if (phase.is === 'on_hold') {
    return (
      <Button className={css.wide} onClick={() => run({ verb: 'resume', body: {} })}>
        {t('action.resume')}
      </Button>
    );
  }
  if (phase.is !== 'open') return null;
  const hold = (hours: number) => {
    const until = hours > 0 ? new Date(Date.now() + hours * HOUR).toISOString() : undefined;
    run({ verb: 'hold', body: { until } });
  };
  return (
    <Menu label={t('action.hold')} trigger={<Button className={css.wide}>{t('action.hold')}</Button>}>
      {HOLDS.map((hours) => (
        <MenuItem key={hours} onSelect={() => hold(hours)}>
          {hours === 0 ? t('hold.open_end') : t('hold.for', { span: clock.span(hours * HOUR) })}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Assignee({
  conversation,
  assigning,
  onAssigning,
}: Pick<Props, 'conversation' | 'assigning' | 'onAssigning'>) {
  const { t } = useWords();
  const { run } = useCommand(conversation.id);
  const options = useAssignees(conversation.inbox);
  const { assignee } = conversation;
  const holder = {
    bot: t('assignee.bot'),
    queue: t('assignee.queue'),
    operator: conversation.assignee_name ?? '',
  }[assignee.is];
  if (conversation.phase.is === 'completed') return null;
  return (
    <Menu
      label={t('assignee.title')}
      open={assigning}
      onOpen={onAssigning}
      trigger={
        <Button className={css.assignee}>
          <span className={css.whole}>{t('assignee.of', { name: holder })}</span>
          <span className={css.bare}>{holder}</span>
          <Icon name="chevron" size={16} />
        </Button>
      }
    >
      <MenuChoice
        value={assignee.is === 'operator' ? assignee.id : assignee.is}
        options={options}
        onPick={(to) => run({ verb: 'assign', body: { to } })}
      />
    </Menu>
  );
}

function More({ conversation, onAsk }: Pick<Props, 'conversation' | 'onAsk'>) {
  const { t } = useWords();
  const { run } = useCommand(conversation.id);
  const toast = useToast();
  const { contact, phase } = conversation;
  const held = phase.is === 'on_hold';
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/inbox/c/${conversation.id}`);
    toast({ kind: 'done', text: t('action.copied') });
  };
  return (
    <Menu label={t('thread.more')} trigger={<IconButton icon="more" label={t('thread.more')} />}>
      <MenuItem icon="copy" onSelect={() => void copy()}>
        {t('action.copy_link')}
      </MenuItem>
      {(phase.is === 'open' || held) && (
        <MenuItem icon="pause" keys="H" onSelect={() => run({ verb: held ? 'resume' : 'hold', body: {} })}>
          {held ? t('action.resume') : t('action.hold')}
        </MenuItem>
      )}
      <MenuItem
        icon="star"
        keys="B"
        onSelect={() => run({ verb: contact.bookmarked ? 'unbookmark' : 'bookmark', body: {} })}
      >
        {contact.bookmarked ? t('action.unbookmark') : t('action.bookmark')}
      </MenuItem>
      {phase.is !== 'completed' && (
        <MenuItem onSelect={() => onAsk('request-rating')}>{t('action.request_rating')}</MenuItem>
      )}
      <MenuLine />
      <MenuItem onSelect={() => run({ verb: contact.hidden ? 'unhide' : 'hide', body: {} })}>
        {contact.hidden ? t('action.unhide') : t('action.hide')}
      </MenuItem>
      {contact.blocked ? (
        <MenuItem onSelect={() => run({ verb: 'unblock', body: {} })}>{t('action.unblock')}</MenuItem>
      ) : (
        <MenuItem danger onSelect={() => onAsk('block')}>
          {t('action.block')}
        </MenuItem>
      )}
    </Menu>
  );
}
