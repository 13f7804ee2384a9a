import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Action, useActions } from '../../app/actions';
import { type Conversation, capabilities, type Row } from '../../app/api';
import { useCommand } from '../../app/commands';
import { conversationQuery, deskQuery, meQuery, useWorkplace } from '../../app/desk';
import { draftOf, keepDraft, type Mode } from '../../app/drafts';
import { useWords } from '../../app/i18n';
import { change, prefs } from '../../app/prefs';
import { useStore } from '../../app/store';
import { Dialog } from '../../parts/dialog';
import { useToast } from '../../parts/toast';
import { Trouble } from '../../parts/trouble';
import { useAttaching } from './composer/attaching';
import { Composer } from './composer/composer';
import css from './conversation.module.css';
import { CustomerPanel } from './panel/panel';
import { Confirm, type Question } from './questions';
import { ThreadHeader } from './thread/header';
import { ThreadView } from './thread/thread';
import { Why } from './thread/why';

/** One conversation: its thread, where one writes, and the customer's record. */
export function ConversationPane({ id }: { id: string }) {
  const conversation = useQuery(conversationQuery(id));
  if (conversation.data) return <Pane conversation={conversation.data} />;
  return (
    <main id="main" className={css.main} data-pane="thread">
      {conversation.error && (
        <Trouble error={conversation.error} onRetry={() => void conversation.refetch()} />
      )}
    </main>
  );
}

/** Screens that are wide enough for the record beside the thread. */
const WIDE = matchMedia('(min-width: 1200px)');

function useWide(): boolean {
  const [wide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const change = () => setWide(WIDE.matches);
    WIDE.addEventListener('change', change);
    return () => WIDE.removeEventListener('change', change);
  }, []);
  return wide;
}

function Pane({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const [mode, setMode] = useState<Mode>('reply');
  const [answers, setAnswers] = useState<Row | null>(null);
  const [why, setWhy] = useState<Row | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [drawer, setDrawer] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { panel } = useStore(prefs);
  const wide = useWide();
  const { data: desk } = useQuery(deskQuery);
  const inbox = desk?.inboxes.find(({ id }) => id === conversation.inbox);
  const { drafts } = useWorkplace();
  const id = conversation.id;
  useEffect(() => {
    const load = () => void drafts.load(id);
    load();
    // Whoever comes back may have gone on writing on another machine.
    addEventListener('focus', load);
    return () => removeEventListener('focus', load);
  }, [drafts, id]);
  const write = (next: Mode) => {
    setMode(next);
    // After the field of the other mode is there.
    setTimeout(() => field.current?.focus());
  };
  const togglePanel = () => (wide ? change({ panel: !panel }) : setDrawer(!drawer));
  /** Goes to a field of the record, which is shown for it. */
  const record = (name: 'status' | 'tag') => {
    if (wide) change({ panel: true });
    else setDrawer(true);
    setTimeout(() => document.querySelector<HTMLElement>(`[data-field=${name}]`)?.focus());
  };
  useConversationActions({
    conversation,
    onWrite: write,
    onPanel: togglePanel,
    onAsk: setQuestion,
    onAssign: () => setAssigning(true),
    onRecord: record,
  });
  const { m: aim } = useSearch({ strict: false });
  const drop = useDrop(conversation, mode);
  return (
    <>
      <main id="main" className={css.main} data-pane="thread" {...drop.props}>
        {drop.isOver && <p className={css.drop}>{t('files.drop')}</p>}
        <ThreadHeader
          conversation={conversation}
          panel={wide ? panel : drawer}
          assigning={assigning}
          onAssigning={setAssigning}
          onPanel={togglePanel}
          onAsk={setQuestion}
        />
        <ThreadView
          conversation={conversation}
          carries={capabilities(inbox)}
          aim={aim}
          onReply={(row) => {
            setAnswers(row);
            write('reply');
          }}
          onQuoteInNote={(text) => {
            const kept = draftOf(conversation.id, 'note');
            const quoted = text.replace(/^/gm, '> ');
            keepDraft(conversation.id, 'note', kept === '' ? `${quoted}\n` : `${kept}\n${quoted}\n`);
            write('note');
          }}
          onWhy={setWhy}
        />
        <Composer
          conversation={conversation}
          mode={mode}
          onMode={write}
          answers={answers}
          onAnswers={setAnswers}
          field={field}
          onAsk={setQuestion}
        />
      </main>
      {wide && panel && (
        <aside className={css.aside} aria-label={t('panel.title')}>
          <CustomerPanel conversation={conversation} onAsk={setQuestion} />
        </aside>
      )}
      {!wide && drawer && (
        <Dialog side title={t('panel.title')} onClose={() => setDrawer(false)}>
          <CustomerPanel conversation={conversation} onAsk={setQuestion} />
        </Dialog>
      )}
      {why && <Why conversation={conversation.id} row={why.id} onClose={() => setWhy(null)} />}
      {question && (
        <Confirm conversation={conversation} question={question} onClose={() => setQuestion(null)} />
      )}
    </>
  );
}

/** Files may be dropped anywhere on the thread. */
function useDrop(conversation: Conversation, mode: Mode) {
  const { t } = useWords();
  const toast = useToast();
  const attach = useAttaching(conversation);
  const [isOver, setOver] = useState(false);
  const holds = (event: React.DragEvent) => event.dataTransfer.types.includes('Files');
  const props = {
    onDragOver(event: React.DragEvent) {
      if (!holds(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: React.DragEvent) {
      const to = event.relatedTarget;
      if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
    },
    onDrop(event: React.DragEvent) {
      if (!holds(event)) return;
      event.preventDefault();
      setOver(false);
      if (mode === 'reply') attach([...event.dataTransfer.files]);
      else toast({ kind: 'error', text: t('files.not_in_note') });
    },
  };
  return { isOver, props };
}

interface Doings {
  conversation: Conversation;
  onWrite: (mode: Mode) => void;
  onPanel: () => void;
  onAsk: (question: Question) => void;
  onAssign: () => void;
  onRecord: (field: 'status' | 'tag') => void;
}

/** What can be done to an open conversation by key and by name. */
function useConversationActions(doings: Doings): void {
  const { conversation, onWrite, onPanel, onAsk, onAssign, onRecord } = doings;
  const { t } = useWords();
  const { run } = useCommand(conversation.id);
  const { data: me } = useQuery(meQuery);
  const { contact, phase, assignee, unconfirmed } = conversation;
  const mine = assignee.is === 'operator' && assignee.id === me?.operator.id;
  const done = phase.is === 'completed';
  const held = phase.is === 'on_hold';
  const actions: (Action | false)[] = [
    {
      id: 'reply',
      label: t('composer.mode.reply'),
      keys: 'R',
      on: { code: 'KeyR' },
      run: () => onWrite('reply'),
    },
    {
      id: 'note',
      label: t('composer.mode.note'),
      keys: 'N',
      on: { code: 'KeyN' },
      run: () => onWrite('note'),
    },
    {
      id: 'confirm',
      label: unconfirmed > 0 ? t('action.confirm') : t('action.unconfirm'),
      keys: 'U',
      on: { code: 'KeyU' },
      run: () => run({ verb: unconfirmed > 0 ? 'confirm' : 'unconfirm', body: {} }),
    },
    !done &&
      !mine && {
        id: 'join',
        label: t('gate.join'),
        keys: 'Shift A',
        on: { code: 'KeyA', shift: true },
        run: () => run({ verb: 'join', body: {} }),
      },
    !done && {
      id: 'assign',
      label: t('action.assign'),
      keys: 'A',
      on: { code: 'KeyA' },
      run: onAssign,
    },
    {
      id: 'status',
      label: t('panel.status'),
      keys: 'S',
      on: { code: 'KeyS' },
      run: () => onRecord('status'),
    },
    { id: 'tag', label: t('panel.tags'), keys: 'T', on: { code: 'KeyT' }, run: () => onRecord('tag') },
    (held || (mine && phase.is === 'open')) && {
      id: 'hold',
      label: held ? t('action.resume') : t('action.hold'),
      keys: 'H',
      on: { code: 'KeyH' },
      run: () => run({ verb: held ? 'resume' : 'hold', body: {} }),
    },
    {
      id: 'bookmark',
      label: contact.bookmarked ? t('action.unbookmark') : t('action.bookmark'),
      keys: 'B',
      on: { code: 'KeyB' },
      run: () => run({ verb: contact.bookmarked ? 'unbookmark' : 'bookmark', body: {} }),
    },
    mine &&
      !done && {
        id: 'complete',
        label: t('action.complete'),
        keys: 'E',
        on: { code: 'KeyE' },
        run: () => onAsk('complete'),
      },
    mine &&
      phase.is === 'open' && {
        id: 'request-end',
        label: t('action.request_end'),
        keys: 'Shift E',
        on: { code: 'KeyE', shift: true },
        run: () => onAsk('request-end'),
      },
    done && { id: 'reopen', label: t('action.reopen'), run: () => run({ verb: 'reopen', body: {} }) },
    { id: 'panel', label: t('panel.toggle'), keys: ']', on: { key: ']' }, run: onPanel },
  ];
  useActions(actions.filter((action) => action !== false));
}
