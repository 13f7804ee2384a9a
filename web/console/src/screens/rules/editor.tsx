// The editor of one file at a time; what was undone and where one was is kept for each as long as the studio is open.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic, forEachDiagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { type Finding, rangeOf } from './marks';
import { dressed, rootOf } from './mount';
import css from './studio.module.css';
import { type RulesTranslate, useRuleWords } from './words';

/** A place to go to; a new object is a new wish to go there. */
export interface Spot {
  file: string;
  line: number;
  column: number;
}

interface Props {
  name: string;
  text: string;
  /** What the check found in this file; `null` while it speaks of an earlier text. */
  findings: readonly Finding[] | null;
  spot: Spot | null;
  onChange: (name: string, text: string) => void;
}

/** Words of the editor's own parts, by what it calls them. */
const phrases = (t: RulesTranslate) => ({
  Find: t('find.find'),
  Replace: t('find.replace'),
  next: t('find.next'),
  previous: t('find.previous'),
  all: t('find.all'),
  'match case': t('find.case'),
  regexp: t('find.regexp'),
  'by word': t('find.word'),
  replace: t('find.replace_one'),
  'replace all': t('find.replace_all'),
  close: t('action.close'),
});

export function Editor({ name, text, findings, spot, onChange }: Props) {
  const { t } = useRuleWords();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const states = useRef(new Map<string, EditorState>());
  const open = useRef(name);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });

  const extensions = useRef<(name: string) => Extension>(() => []);
  extensions.current = (name) => [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    indentUnit.of('    '),
    EditorState.phrases.of(phrases(t)),
    EditorView.contentAttributes.of({
      'aria-label': t('editor.label', { file: name }),
      tabindex: '0',
      spellcheck: 'false',
      autocapitalize: 'none',
    }),
    // Every change is kept at once: there is nothing to save.
    keymap.of([
      { key: 'Mod-s', run: () => true },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed.current(name, update.state.doc.toString());
    }),
    dressed(name),
  ];

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the effects below bring it up to date
  useEffect(() => {
    if (!host.current) return;
    const root = rootOf(host.current);
    const state = EditorState.create({ doc: text, extensions: extensions.current(name) });
    const made = new EditorView({ state, parent: root, root });
    view.current = made;
    open.current = name;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    if (open.current !== name) {
      states.current.set(open.current, editor.state);
      open.current = name;
      const known = states.current.get(name);
      editor.setState(known ?? EditorState.create({ doc: text, extensions: extensions.current(name) }));
    }
    // Thrown away, taken over from a new version, or changed in another tab.
    if (editor.state.doc.toString() !== text)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [name, text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || findings === null) return;
    const mark = () => {
      // Not while an input method composes: marks would disturb it.
      if (editor.composing) {
        editor.contentDOM.addEventListener('compositionend', () => setTimeout(mark), { once: true });
        return;
      }
      // What was typed since is checked in a moment.
      if (open.current !== name || editor.state.doc.toString() !== text) return;
      const marks = findings.map((finding) => markOf(text, finding));
      if (!same(editor, marks)) editor.dispatch(setDiagnostics(editor.state, marks));
    };
    mark();
  }, [findings, name, text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || spot?.file !== name) return;
    const { from, to } = rangeOf(editor.state.doc.toString(), spot.line, spot.column);
    editor.dispatch({
      selection: spot.column === 0 ? { anchor: from } : { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    editor.focus();
  }, [spot, name]);

  return <div ref={host} className={css.code} />;
}

function markOf(text: string, { line, column, severity, code, message, hint }: Finding): Diagnostic {
  return {
    ...rangeOf(text, line, column),
    severity,
    message: hint ? `${message}\n${hint}` : message,
    source: code,
  };
}

/** Whether these marks are there already: setting them again would close a tooltip that is being read. */
function same(editor: EditorView, marks: readonly Diagnostic[]): boolean {
  const key = (from: number, to: number, mark: Diagnostic) => `${from} ${to} ${mark.source} ${mark.message}`;
  const there: string[] = [];
  forEachDiagnostic(editor.state, (mark, from, to) => there.push(key(from, to, mark)));
  return (
    there.sort().join('\n') ===
    marks
      .map((mark) => key(mark.from, mark.to, mark))
      .sort()
      .join('\n')
  );
}
