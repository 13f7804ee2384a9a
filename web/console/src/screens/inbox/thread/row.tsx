import type { Translate } from '@madoguchi/shared/messages';
import { memo, type ReactNode, useState } from 'react';
import type { Capabilities, Conversation, Inbound, Outbound, Row } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { nameOf } from '../../../app/names';
import { cx, IconButton } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Menu, MenuItem } from '../../../parts/menu';
import { ContentView, Words } from './contents';
import { Delivery } from './delivery';
import { isTalk, quotedRow, summary } from './items';
import css from './row.module.css';

/** What rows need to know of the thread around them. */
export interface Around {
  conversation: Conversation;
  rows: readonly Row[];
  pressed: ReadonlySet<string>;
  /** The rows that were said again. */
  resent: ReadonlySet<string>;
  carries: Capabilities | undefined;
  onReply: (row: Row) => void;
  onQuoteInNote: (text: string) => void;
  onWhy: (row: Row) => void;
  onJump: (row: Row) => void;
  onPicture: (src: string) => void;
}

interface Props {
  row: Row;
  /** Whether it ends its group: then who and when stand under it. */
  last: boolean;
  around: Around;
}

/** One entry of a thread. */
export const RowView = memo(function RowView({ row, last, around }: Props) {
  const { t } = useWords();
  if (row.kind === 'system') return <Line text={row.text} at={row.at} />;
  if (row.kind === 'inbound' && !isTalk(row))
    return <Line text={happened(row, nameOf(around.conversation.contact, t), t)} at={row.at} />;
  return <Talk row={row} last={last} around={around} />;
});

function Talk({ row, last, around }: Props & { row: Exclude<Row, { kind: 'system' }> }) {
  const { t, clock } = useWords();
  const label = t('thread.spoken', { who: who(row, around, t), when: clock.full(row.at) });
  return (
    <article
      className={cx(css.row, sideOf(row))}
      aria-label={label}
      title={clock.full(row.at)}
      data-last={last || undefined}
    >
      <div className={css.held}>
        <div className={css.bubble}>
          {row.kind === 'note' ? <Words text={row.text} /> : <TalkBody row={row} around={around} />}
        </div>
        <RowMenu row={row} around={around} />
      </div>
      <Below row={row} last={last} around={around} />
    </article>
  );
}

function sideOf(row: Row): string | undefined {
  if (row.kind === 'inbound') return css.in;
  if (row.kind === 'note') return cx(css.ours, css.note);
  return cx(css.ours, row.kind === 'outbound' && row.author.is === 'bot' && css.bot);
}

/** A line in the middle about what happened. */
export function Line({ text, at }: { text: string; at: string }) {
  const { clock } = useWords();
  return (
    <p className={css.line} title={clock.full(at)}>
      {text} <span className="num">· {clock.time(at)}</span>
    </p>
  );
}

/** What a contact did that is no message, in a sentence. */
function happened(row: Inbound, name: string, t: Translate): string {
  if (row.hidden) return t('happened.hidden');
  switch (row.event) {
    case 'reacted':
      return row.emoji.length > 0
        ? t('happened.reacted', { name, emoji: row.emoji.join(' ') })
        : t('happened.unreacted', { name });
    case 'followed':
      return t('happened.followed', { name });
    case 'unfollowed':
      return t('happened.unfollowed', { name });
    default:
      return t('happened.unsent', { name });
  }
}

function who(row: Row, around: Around, t: Translate): string {
  if (row.kind === 'inbound') return nameOf(around.conversation.contact, t);
  if (row.kind === 'note') return t('thread.note_by', { name: row.author_name ?? t('thread.rule') });
  if (row.kind === 'outbound') return row.author_name ?? t('thread.bot');
  return '';
}

function TalkBody({ row, around }: { row: Inbound | Outbound; around: Around }) {
  const { t } = useWords();
  const quoted = row.kind === 'inbound' ? quotedRow(around.rows, row.quotes) : undefined;
  if (row.kind === 'inbound' && row.withdrawn) return <p className={css.gone}>{t('thread.withdrawn')}</p>;
  return (
    <>
      {quoted && (
        <button type="button" className={css.quote} onClick={() => around.onJump(quoted)}>
          {summary(quoted, (kind) => t(`content.${kind}` as 'content.image'))}
        </button>
      )}
      {row.kind === 'inbound' && row.event === 'edited' && <p className={css.mark}>{t('thread.edited')}</p>}
      {row.kind === 'inbound' && row.button && (
        <p className={css.pressed}>
          <Icon name="check" size={16} />
          {row.button.label}
        </p>
      )}
      {row.contents.map((content, n) => (
        <ContentView
          // biome-ignore lint/suspicious/noArrayIndexKey: the contents of a message never move
          key={n}
          content={content}
          pressed={around.pressed}
          file={row.kind === 'inbound' ? row.file : undefined}
          onPicture={around.onPicture}
        />
      ))}
    </>
  );
}

/** Who and when, under the last of a group; what went wrong, under every message. */
function Below({ row, last, around }: Props) {
  const { t, clock } = useWords();
  const troubled = row.kind === 'outbound' && !['sent', 'delivered', 'read'].includes(row.delivery.state);
  if (!last && !troubled) return null;
  let by: ReactNode = null;
  if (row.kind === 'note') {
    by = `${t('thread.note')} · ${row.author_name ?? t('thread.rule')}`;
  } else if (row.kind === 'outbound') {
    by =
      row.author.is === 'bot' ? (
        <span className={css.byBot}>
          <Icon name="robot" size={14} />
          {row.trace?.rule ?? t('thread.bot')}
        </span>
      ) : (
        row.author_name
      );
  }
  return (
    <div className={css.below}>
      {by && <span>{by}</span>}
      <span className="num">{clock.time(row.at)}</span>
      {row.kind === 'outbound' && (
        <Delivery
          row={row}
          conversation={around.conversation}
          carries={around.carries}
          resent={around.resent.has(row.id)}
        />
      )}
    </div>
  );
}

/** The menu of a message. A thread has many and few are opened: it is made when its button is pressed. */
function RowMenu({ row, around }: { row: Row; around: Around }) {
  const { t } = useWords();
  const [made, setMade] = useState(false);
  const look = { icon: 'more', small: true, className: css.menu, label: t('thread.menu') } as const;
  if (!made) return <IconButton {...look} aria-haspopup="menu" onClick={() => setMade(true)} />;
  const align = row.kind === 'inbound' ? 'start' : 'end';
  return (
    <Menu defaultOpen label={look.label} align={align} trigger={<IconButton {...look} />}>
      <RowDoings row={row} around={around} />
    </Menu>
  );
}

/** The address of a message. */
function linkTo({ id }: Conversation, row: Row): string {
  return `${location.origin}/inbox/c/${id}?m=${row.id}`;
}

function RowDoings({ row, around }: { row: Row; around: Around }) {
  const { t } = useWords();
  const text = summary(row, (kind) => t(`content.${kind}` as 'content.image'));
  const known = row.kind === 'inbound' ? row.event === 'message' && !row.withdrawn : row.kind === 'outbound';
  return (
    <>
      {around.carries?.quotes && known && (
        <MenuItem icon="reply" onSelect={() => around.onReply(row)}>
          {t('thread.reply_to')}
        </MenuItem>
      )}
      <MenuItem icon="copy" onSelect={() => void navigator.clipboard.writeText(text)}>
        {t('action.copy')}
      </MenuItem>
      <MenuItem
        icon="copy"
        onSelect={() => void navigator.clipboard.writeText(linkTo(around.conversation, row))}
      >
        {t('action.copy_link')}
      </MenuItem>
      <MenuItem icon="person" onSelect={() => around.onQuoteInNote(text)}>
        {t('thread.quote_in_note')}
      </MenuItem>
      {row.kind === 'outbound' && row.author.is === 'bot' && (
        <MenuItem icon="robot" onSelect={() => around.onWhy(row)}>
          {t('thread.why')}
        </MenuItem>
      )}
    </>
  );
}
