import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Conversation } from '../../../app/api';
import { meQuery, useWorkplace } from '../../../app/desk';
import { useBegun } from '../../../app/draft-keeper';
import { useWords } from '../../../app/i18n';
import { short } from '../../../app/lists';
import { nameOf } from '../../../app/names';
import { useStore } from '../../../app/store';
import { Avatar } from '../../../parts/avatar';
import { Badge } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Status, Tag } from '../../../parts/labels';
import css from './row.module.css';

interface Props {
  conversation: Conversation;
  selected: boolean;
  dimmed: boolean;
  /** Picked for something that is done to many. */
  picked: boolean;
  onOpen: () => void;
  onPick: () => void;
  onMenu: (x: number, y: number) => void;
}

/** How long a finger rests on a row until its menu opens, in milliseconds. */
const LONG = 500;

/** One conversation in the list. */
export function ListRow({ conversation, selected, dimmed, picked, onOpen, onPick, onMenu }: Props) {
  const { t, clock } = useWords();
  const { contact, unconfirmed } = conversation;
  const name = nameOf(contact, t);
  const long = useRef<{ timer: ReturnType<typeof setTimeout>; fired: boolean }>(undefined);
  const touch = {
    onPointerDown({ pointerType, clientX, clientY }: React.PointerEvent) {
      if (pointerType !== 'touch') return;
      const press = {
        fired: false,
        timer: setTimeout(() => {
          press.fired = true;
          onMenu(clientX, clientY);
        }, LONG),
      };
      long.current = press;
    },
    onPointerUp: () => clearTimeout(long.current?.timer),
    onPointerCancel: () => clearTimeout(long.current?.timer),
    onPointerMove: () => clearTimeout(long.current?.timer),
  };
  const click = (event: React.MouseEvent) => {
    if (long.current?.fired) {
      long.current = undefined;
      return;
    }
    if (event.ctrlKey || event.metaKey) onPick();
    else onOpen();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div
      id={`row-${conversation.id}`}
      role="option"
      aria-selected={selected}
      aria-checked={picked}
      className={css.row}
      data-unconfirmed={unconfirmed > 0 || undefined}
      data-dimmed={dimmed || undefined}
      data-picked={picked || undefined}
      onClick={click}
      onContextMenu={(event) => {
        event.preventDefault();
        if (!long.current?.fired) onMenu(event.clientX, event.clientY);
      }}
      {...touch}
    >
      {picked ? (
        <span className={css.tick}>
          <Icon name="check" />
        </span>
      ) : (
        <Avatar name={contact.name} channel={conversation.channel} />
      )}
      <span className={css.name}>
        {name}
        <span className="vh"> {t(`channel.${conversation.channel}`)}</span>
      </span>
      <time className={css.time} dateTime={conversation.active_at}>
        {clock.short(conversation.active_at, Date.now())}
      </time>
      <Preview conversation={conversation} />
      <span className={css.marks}>
        <Marks conversation={conversation} />
        {unconfirmed > 0 && (
          <span className={css.count}>
            <Badge>{short(unconfirmed)}</Badge>
            <span className="vh">{t('list.unconfirmed')}</span>
          </span>
        )}
      </span>
    </div>
  );
}

/** The messages without words that a preview names. */
const KINDS = ['image', 'video', 'audio', 'voice', 'file', 'location', 'sticker', 'card'] as const;

function Preview({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const workplace = useWorkplace();
  const sends = useStore(workplace.outbox.items);
  const draft = useBegun(workplace.drafts, conversation.id);
  // What has no words comes by its kind.
  const kind = KINDS.find((one) => conversation.preview === `[${one}]`);
  const preview = kind ? t(`content.${kind}`) : conversation.preview;
  const states = sends.filter((one) => one.conversation === conversation.id).map(({ state }) => state);
  const stuck = states.includes('refused') || states.includes('asks');
  const trouble = states.includes('refused') ? t('list.not_sent') : t('list.unsure');
  const before = stuck ? trouble : draft.trim() !== '' ? t('list.draft') : null;
  return (
    <span className={css.preview}>
      {before && <span className={css.before}>{before} </span>}
      {!stuck && draft.trim() !== '' ? draft : preview}
    </span>
  );
}

const SOON = 4 * 60 * 60_000;

function Marks({ conversation }: { conversation: Conversation }) {
  const { t, clock } = useWords();
  const { data: me } = useQuery(meQuery);
  const { assignee, place, contact, deadline } = conversation;
  const own = assignee.is === 'operator' && assignee.id === me?.operator.id;
  const left = deadline ? Date.parse(deadline) - Date.now() : null;
  return (
    <>
      {place === 'waiting' && <span className={css.waiting}>{t('place.waiting')}</span>}
      {contact.response_status && <Status id={contact.response_status} />}
      {contact.tags.slice(0, 2).map((tag) => (
        <Tag key={tag} name={tag} />
      ))}
      {place === 'on_hold' && (
        <span className={css.quiet}>
          {deadline ? t('list.held_until', { when: clock.short(deadline, Date.now()) }) : t('place.on_hold')}
        </span>
      )}
      {conversation.phase.is === 'ending' && left !== null && left < SOON && (
        <span className={css.soon}>{t('phase.ending')}</span>
      )}
      {place === 'bot' && <span className={css.quiet}>{t('place.bot')}</span>}
      {place === 'completed' && <span className={css.quiet}>{t('place.completed')}</span>}
      {place === 'people' && !own && (
        <span className={css.quiet}>{t('list.held_by', { name: conversation.assignee_name ?? '' })}</span>
      )}
    </>
  );
}
