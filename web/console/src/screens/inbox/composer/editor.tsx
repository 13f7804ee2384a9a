import { count } from '@madoguchi/shared/text';
import {
  lazy,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Capabilities, Conversation, Row } from '../../../app/api';
import { setAttached, useAttached } from '../../../app/attachments';
import { useThread, useWorkplace } from '../../../app/desk';
import { keepDraft, type Mode, useDraft } from '../../../app/drafts';
import { useWords } from '../../../app/i18n';
import { prefs } from '../../../app/prefs';
import { useStore } from '../../../app/store';
import { Ask } from '../../../parts/ask';
import { cx, IconButton } from '../../../parts/controls';
import { useToast } from '../../../parts/toast';
import type { Question } from '../questions';
import { summary } from '../thread/items';
import { useAttaching } from './attaching';
import { useCost } from './cost';
import css from './editor.module.css';
import { Files } from './files';
import { meaning } from './keys';
import { RewritePanel } from './rewrite-panel';
import type { Target } from './rewriting';
import { Tools } from './tools';

interface Props {
  conversation: Conversation;
  mode: Mode;
  onMode: (mode: Mode) => void;
  answers: Row | null;
  onAnswers: (row: Row | null) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  carries: Capabilities | undefined;
  onAsk: (question: Question) => void;
}

const ActionsDialog = lazy(() => import('./actions-dialog'));
const ScheduleDialog = lazy(() => import('./schedule-dialog'));

const TOUCH = matchMedia('(hover: none)').matches;
/** The longest text that the desk takes, in characters. */
const MOST = 20_000;
const NO_FILES: readonly never[] = [];

export function Editor({ conversation, mode, onMode, answers, onAnswers, field, carries, onAsk }: Props) {
  const { t } = useWords();
  const { outbox } = useWorkplace();
  const { timeline } = useThread(conversation.id);
  const { sendKey } = useStore(prefs);
  const draft = useDraft(conversation.id, mode);
  const [target, setTarget] = useState<Target | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const [templates, setTemplates] = useState(false);
  const [dialog, setDialog] = useState<'actions' | 'schedule' | null>(null);
  // Whether to complete as well is asked about together with the push.
  const [push, setPush] = useState<{ complete: boolean } | null>(null);
  const files = useAttached(conversation.id);
  const attach = useAttaching(conversation);
  const cost = useCost(conversation);
  const toast = useToast();
  const close = useCallback(() => setTarget(null), []);
  useGrowth(field, draft);

  const set = (text: string) => keepDraft(conversation.id, mode, text);
  const sends = mode === 'reply' ? files : NO_FILES;
  const isEmpty = draft.trim() === '' && sends.length === 0;
  const areThere = sends.every(({ upload, wrong }) => upload && !wrong);
  // Characters are counted only where there may be too many.
  const isShort = draft.length <= MOST || [...draft].length <= MOST;
  const canSend = !isEmpty && areThere && isShort;
  const send = (complete: boolean, agreed = false) => {
    if (!canSend) return;
    if (mode === 'reply' && cost?.asks && !agreed) return setPush({ complete });
    outbox.add({
      conversation: conversation.id,
      mode,
      text: draft.trim(),
      complete,
      // Before the thread is there, the conversation itself knows.
      seq: timeline.rows.at(-1)?.seq ?? conversation.seq,
      ...(sends.length > 0 && { files: sends }),
      ...(answers && mode === 'reply' && { quotesRow: answers.id }),
    });
    clear();
    setTarget(null);
    setBefore(null);
    onAnswers(null);
    field.current?.focus();
  };
  const clear = () => {
    set('');
    if (mode === 'reply') setAttached(conversation.id, []);
  };
  const paste = (event: React.ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    // Office programs put a picture of the words beside the words.
    if (pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    if (mode === 'reply') attach(pasted);
    else toast({ kind: 'error', text: t('files.not_in_note') });
  };
  const openRewrite = () => {
    const input = field.current;
    if (!input || draft.trim() === '') return;
    const { selectionStart: start, selectionEnd: end } = input;
    setTarget(start === end ? { draft, start: 0, end: draft.length } : { draft, start, end });
  };
  const accept = ({ start, end }: Target, replacement: string) => {
    setBefore(draft);
    setTarget(null);
    put(field.current, start, end, replacement);
  };
  const insert = (text: string) => {
    const input = field.current;
    if (!input) return;
    // What called the list up is not part of the text.
    const slash = draft.slice(0, input.selectionStart).endsWith('/') ? 1 : 0;
    put(input, input.selectionStart - slash, input.selectionEnd, text);
  };
  const press = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    const what = meaning(event.nativeEvent, sendKey, TOUCH);
    if (what) event.preventDefault();
    if (what === 'send') send(false);
    else if (what === 'send-and-complete' && mode === 'reply') send(true);
    else if (what === 'rewrite' && mode === 'reply') openRewrite();
    else if (what === 'switch-mode') onMode(mode === 'reply' ? 'note' : 'reply');
    else if (event.key === 'Escape') event.currentTarget.blur();
  };
  const type = (event: React.ChangeEvent<HTMLTextAreaElement>) => {
    const text = event.target.value;
    const at = event.target.selectionStart;
    const inserted = (event.nativeEvent as InputEvent).data === '/';
    if (mode === 'reply' && inserted && /(^|\s)\/$/.test(text.slice(0, at))) setTemplates(true);
    set(text);
  };
  return (
    <div className={css.all}>
      {target && (
        <RewritePanel
          conversation={conversation.id}
          target={target}
          draft={draft}
          onAccept={accept}
          onClose={() => {
            close();
            const input = field.current;
            input?.focus();
            if (target.end - target.start < draft.length) input?.setSelectionRange(target.start, target.end);
          }}
        />
      )}
      <div className={cx(css.box, mode === 'note' && css.note)}>
        {answers && mode === 'reply' && (
          <div className={css.answers}>
            <p>{summary(answers, (kind) => t(`content.${kind}` as 'content.image'))}</p>
            <IconButton icon="close" small label={t('composer.no_quote')} onClick={() => onAnswers(null)} />
          </div>
        )}
        <div className={css.field}>
          {target && <Marked target={target} />}
          <textarea
            ref={field}
            className={css.input}
            rows={2}
            value={draft}
            dir="auto"
            aria-label={t(`composer.field.${mode}`)}
            placeholder={t(`composer.placeholder.${mode}`)}
            onChange={type}
            onKeyDown={press}
            onPaste={paste}
          />
        </div>
        {mode === 'reply' && <Files conversation={conversation.id} />}
        <Counter draft={draft} mode={mode} carries={carries} />
        <Tools
          conversation={conversation}
          mode={mode}
          canSend={canSend}
          hasDraft={!isEmpty}
          hasText={draft.trim() !== ''}
          onFiles={attach}
          onDialog={setDialog}
          templates={templates}
          onTemplates={(open) => {
            setTemplates(open);
            if (!open) field.current?.focus();
          }}
          onTemplate={insert}
          onRewrite={openRewrite}
          undo={
            before !== null && before !== draft
              ? () => {
                  put(field.current, 0, draft.length, before);
                  setBefore(null);
                }
              : null
          }
          onSend={send}
          onAsk={onAsk}
        />
      </div>
      <Suspense>
        {dialog === 'actions' && (
          <ActionsDialog conversation={conversation} onClose={() => setDialog(null)} />
        )}
        {dialog === 'schedule' && (
          <ScheduleDialog
            conversation={conversation}
            text={draft}
            files={files.filter(({ upload, wrong }) => upload && !wrong)}
            onDone={clear}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
      {push && cost && (
        <Ask
          title={t('cost.ask.title')}
          text={t('cost.ask.text', { n: cost.remaining ?? 0 })}
          yes={t('cost.ask.do')}
          onYes={() => {
            cost.agree();
            send(push.complete, true);
          }}
          onClose={() => setPush(null)}
        />
      )}
    </div>
  );
}

/** Puts a text into a field as one step that the browser's own undo takes back. */
function put(input: HTMLTextAreaElement | null, start: number, end: number, text: string): void {
  if (!input) return;
  input.focus();
  input.setSelectionRange(start, end);
  // The only way to write into a field that keeps its undo; what does not have it any more gets the text all the same.
  if (!document.execCommand('insertText', false, text)) {
    input.setRangeText(text, start, end, 'end');
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

/** The field grows with its text, to two fifths of the screen. */
function useGrowth(field: RefObject<HTMLTextAreaElement | null>, draft: string): void {
  const last = useRef('');
  useLayoutEffect(() => {
    const input = field.current;
    if (!input || last.current === draft) return;
    last.current = draft;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }, [field, draft]);
  useEffect(() => {
    const input = field.current;
    return () => {
      if (input) input.style.height = '';
    };
  }, [field]);
}

/** Behind the field, the same text with the part marked that is to be rewritten. */
function Marked({ target: { draft, start, end } }: { target: Target }) {
  return (
    <div className={css.marked} aria-hidden="true">
      {draft.slice(0, start)}
      <mark>{draft.slice(start, end)}</mark>
      {draft.slice(end)}
    </div>
  );
}

/** How long the text is, once that matters, and in how many messages it will arrive. */
function Counter({ draft, mode, carries }: Pick<Props, 'mode' | 'carries'> & { draft: string }) {
  const { t } = useWords();
  const most = mode === 'reply' && carries ? carries.text.max : MOST;
  const unit = mode === 'reply' && carries ? carries.text.unit : 'scalars';
  const n = count(draft, unit);
  if (n < most * 0.8) return null;
  const parts = Math.ceil(n / most);
  return (
    <p className={css.counter}>
      {t('composer.count', { n, most })}
      {parts > 1 && mode === 'reply' && ` · ${t('composer.split', { n: parts })}`}
    </p>
  );
}
