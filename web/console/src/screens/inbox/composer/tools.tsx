import { useRef } from 'react';
import type { Conversation } from '../../../app/api';
import { MOST_FILES, useAttached } from '../../../app/attachments';
import type { Mode } from '../../../app/drafts';
import { useWords } from '../../../app/i18n';
import { change, prefs } from '../../../app/prefs';
import { useStore } from '../../../app/store';
import { Button, IconButton, Kbd } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../../../parts/menu';
import type { Question } from '../questions';
import { Templates } from './templates';
import css from './tools.module.css';

interface Props {
  conversation: Conversation;
  mode: Mode;
  canSend: boolean;
  /** Whether there is anything to send, words or files. */
  hasDraft: boolean;
  hasText: boolean;
  onFiles: (files: Iterable<File>) => void;
  onDialog: (dialog: 'actions' | 'schedule') => void;
  templates: boolean;
  onTemplates: (open: boolean) => void;
  onTemplate: (text: string) => void;
  onRewrite: () => void;
  /** Takes back the last rewrite, as long as the draft was not sent. */
  undo: (() => void) | null;
  onSend: (complete: boolean) => void;
  onAsk: (question: Question) => void;
}

/** What stands under the text: helpers at the left, ways to send at the right. */
export function Tools(props: Props) {
  const { mode, canSend, hasDraft, onSend, undo } = props;
  const { t } = useWords();
  const { sendKey } = useStore(prefs);
  const key = sendKey === 'enter' ? 'Enter' : '⇧ Enter';
  if (mode === 'note') {
    return (
      <div className={css.tools}>
        <span className={css.end}>
          <Button look="note" disabled={!canSend} onClick={() => onSend(false)}>
            {t('composer.post')} <Kbd>{key}</Kbd>
          </Button>
        </span>
      </div>
    );
  }
  const open = props.conversation.phase.is === 'open';
  return (
    <div className={css.tools}>
      <PickFiles conversation={props.conversation.id} onFiles={props.onFiles} />
      <Templates
        conversation={props.conversation}
        open={props.templates}
        onOpen={props.onTemplates}
        onPick={props.onTemplate}
        trigger={
          <Button look="quiet" small>
            <Icon name="template" size={16} />
            <span className={css.word}>{t('templates.title')}</span>
          </Button>
        }
      />
      <Button look="quiet" small title={t('actions.title')} onClick={() => props.onDialog('actions')}>
        <Icon name="bolt" size={16} />
        <span className={css.often}>{t('actions.title')}</span>
      </Button>
      <Button look="quiet" small title={t('schedule.title')} onClick={() => props.onDialog('schedule')}>
        <Icon name="calendar" size={16} />
        <span className={css.often}>{t('schedule.short')}</span>
      </Button>
      <Button
        look="quiet"
        small
        disabled={!props.hasText}
        title={t('rewrite.title')}
        onClick={props.onRewrite}
      >
        <Icon name="sparkle" size={16} />
        {t('rewrite.short')}
      </Button>
      {undo && (
        <Button look="quiet" small onClick={undo}>
          {t('rewrite.undo')}
        </Button>
      )}
      <More {...props} />
      <span className={css.end}>
        {open && (
          <Button small className={css.wide} onClick={() => props.onAsk('request-end')}>
            {t('action.request_end')}
          </Button>
        )}
        <Button
          small
          className={css.wide}
          disabled={hasDraft && !canSend}
          onClick={() => (hasDraft ? onSend(true) : props.onAsk('complete'))}
        >
          {hasDraft ? t('composer.send_complete') : t('action.complete')}
        </Button>
        <Button look="primary" disabled={!canSend} onClick={() => onSend(false)}>
          {t('composer.send')} <Kbd>{key}</Kbd>
        </Button>
      </span>
    </div>
  );
}

/** What the browser's own picker offers. */
const OFFERED = 'image/jpeg,image/png,image/webp,image/gif,application/pdf,audio/webm,video/mp4';

interface PickFilesProps {
  conversation: string;
  onFiles: (files: Iterable<File>) => void;
}

/** The button for files, with how many there are. */
function PickFiles({ conversation, onFiles }: PickFilesProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const n = useAttached(conversation).length;
  return (
    <>
      <Button
        look="quiet"
        small
        disabled={n >= MOST_FILES}
        title={t('files.pick')}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={16} />
        <span className={css.word}>{t('files.short')}</span>
        {n > 0 && <span className="num">{t('files.count', { n, most: MOST_FILES })}</span>}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={OFFERED}
        aria-label={t('files.pick')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be picked again.
          event.target.value = '';
        }}
      />
    </>
  );
}

function More(props: Props) {
  const { t } = useWords();
  const { sendKey, confirmOnReply } = useStore(prefs);
  const { hasDraft, canSend, onSend } = props;
  return (
    <Menu
      label={t('composer.more')}
      align="start"
      trigger={<IconButton icon="more" small label={t('composer.more')} />}
    >
      <MenuItem disabled={props.conversation.phase.is !== 'open'} onSelect={() => props.onAsk('request-end')}>
        {t('action.request_end')}
      </MenuItem>
      <MenuItem disabled={!hasDraft || !canSend} onSelect={() => onSend(true)}>
        {t('composer.send_complete')}
      </MenuItem>
      <MenuItem keys="E" onSelect={() => props.onAsk('complete')}>
        {t('action.complete')}
      </MenuItem>
      <MenuItem onSelect={() => props.onAsk('request-rating')}>{t('action.request_rating')}</MenuItem>
      <MenuLine />
      <MenuLabel>{t('prefs.send_key')}</MenuLabel>
      <MenuChoice
        value={sendKey}
        options={[
          { value: 'shift-enter', label: t('prefs.send_key.shift') },
          { value: 'enter', label: t('prefs.send_key.enter') },
        ]}
        onPick={(picked) => change({ sendKey: picked })}
      />
      <MenuLine />
      <MenuItem
        {...(confirmOnReply && { icon: 'check' as const })}
        onSelect={() => change({ confirmOnReply: !confirmOnReply })}
      >
        {t('prefs.confirm_on_reply')}
      </MenuItem>
    </Menu>
  );
}
