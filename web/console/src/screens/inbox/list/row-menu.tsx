import { useQuery } from '@tanstack/react-query';
import type { Conversation } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { deskQuery, meQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { MenuAt, MenuChoice, MenuItem, MenuLine, MenuSub } from '../../../parts/menu';
import { useToast } from '../../../parts/toast';
import { useAssignees } from '../assignees';
import type { Question } from '../questions';

interface Props {
  conversation: Conversation;
  /** Where the pointer is, or the row. */
  x: number;
  y: number;
  picked: boolean;
  onPick: () => void;
  onAsk: (question: Question) => void;
  onClose: () => void;
}

/** What can be done to a conversation without opening it. */
export default function RowMenu({ conversation, x, y, picked, onPick, onAsk, onClose }: Props) {
  const { t, language } = useWords();
  const { run } = useCommand(conversation.id);
  const toast = useToast();
  const { data: me } = useQuery(meQuery);
  const { data: desk } = useQuery(deskQuery);
  const assignees = useAssignees(conversation.inbox);
  const { contact, phase, assignee, unconfirmed } = conversation;
  const done = phase.is === 'completed';
  const held = phase.is === 'on_hold';
  const mine = assignee.is === 'operator' && assignee.id === me?.operator.id;
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/inbox/c/${conversation.id}`);
    toast({ kind: 'done', text: t('action.copied') });
  };
  return (
    <MenuAt x={x} y={y} label={t('list.menu')} onClose={onClose}>
      {!done && !mine && (
        <MenuItem icon="person" onSelect={() => run({ verb: 'join', body: {} })}>
          {t('gate.join')}
        </MenuItem>
      )}
      <MenuItem
        icon="check"
        onSelect={() => run({ verb: unconfirmed > 0 ? 'confirm' : 'unconfirm', body: {} })}
      >
        {unconfirmed > 0 ? t('action.confirm') : t('action.unconfirm')}
      </MenuItem>
      <MenuItem
        icon="star"
        onSelect={() => run({ verb: contact.bookmarked ? 'unbookmark' : 'bookmark', body: {} })}
      >
        {contact.bookmarked ? t('action.unbookmark') : t('action.bookmark')}
      </MenuItem>
      {(held || phase.is === 'open') && (
        <MenuItem icon="pause" onSelect={() => run({ verb: held ? 'resume' : 'hold', body: {} })}>
          {held ? t('action.resume') : t('action.hold')}
        </MenuItem>
      )}
      {!done && (
        <MenuSub label={t('assignee.title')}>
          <MenuChoice
            value={assignee.is === 'operator' ? assignee.id : assignee.is}
            options={assignees}
            onPick={(to) => run({ verb: 'assign', body: { to } })}
          />
        </MenuSub>
      )}
      <MenuSub label={t('panel.status')}>
        <MenuChoice
          value={contact.response_status ?? ''}
          options={[
            { value: '', label: t('panel.none') },
            ...(desk?.statuses ?? []).map((status) => ({ value: status.id, label: status[language] })),
          ]}
          onPick={(status) => run({ verb: 'status', body: { status: status || null } })}
        />
      </MenuSub>
      <MenuLine />
      <MenuItem keys="X" onSelect={onPick}>
        {picked ? t('list.unpick') : t('list.pick')}
      </MenuItem>
      <MenuItem icon="copy" onSelect={() => void copy()}>
        {t('action.copy_link')}
      </MenuItem>
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
    </MenuAt>
  );
}
