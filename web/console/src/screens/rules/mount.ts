// CodeMirror in a shadow root. There its styles are sheets made by script, which the page's policy allows (SEC-17); in the
// document they would be `<style>` elements, which it does not.
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { isCase } from './files';
import { rhai } from './rhai';

/** The shadow root of an element: always the same one. */
export function rootOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: 'open' });
}

const cases = StreamLanguage.define(toml);

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--muted)' },
  { tag: [tags.keyword, tags.bool], color: 'var(--l-purple)' },
  { tag: tags.string, color: 'var(--l-green)' },
  { tag: tags.number, color: 'var(--l-teal)' },
  { tag: tags.function(tags.variableName), color: 'var(--accent)' },
  { tag: [tags.propertyName, tags.brace], color: 'var(--l-pink)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { font: '13px/20px var(--mono)', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'var(--surface)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', minWidth: '40px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 45%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--text)', backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--accent) 14%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
  },
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--danger) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-active': { backgroundColor: 'var(--danger-soft)' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '4px 0 0 4px' },
  '.cm-lint-marker': { width: '12px', height: '12px', content: '""', borderRadius: '50%' },
  '.cm-lint-marker-error': { content: '""', backgroundColor: 'var(--danger)' },
  '.cm-lint-marker-warning': { content: '""', backgroundColor: 'var(--warn)', borderRadius: '2px' },
  '.cm-tooltip': {
    border: '1px solid var(--border)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--e-2)',
    font: '12px/18px var(--font)',
  },
  '.cm-diagnostic': { padding: '6px 10px', maxWidth: '420px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--danger)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--warn)' },
  '.cm-panels': { color: 'var(--text)', backgroundColor: 'var(--surface-2)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '6px 32px 6px 8px', font: '13px/20px var(--font)' },
  '.cm-panel.cm-search [name=close]': {
    color: 'var(--text)',
    font: '20px/24px var(--font)',
    padding: '0 8px',
  },
  '.cm-textfield, .cm-button': {
    minHeight: '28px',
    border: '1px solid var(--control)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    color: 'var(--text)',
    font: '13px/20px var(--font)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--note)', color: 'var(--note-text)' },
  '.cm-searchMatch-selected': { outline: '2px solid var(--accent)' },
  '.cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--ins) 50%, var(--surface)) !important' },
  '.cm-deletedChunk': {
    backgroundColor: 'color-mix(in srgb, var(--del) 50%, var(--surface))',
    paddingLeft: '8px',
  },
  '.cm-changedText, .cm-deletedText, .cm-insertedLine': {
    background: 'none !important',
    textDecoration: 'none',
  },
  '.cm-changedLine .cm-changedText': {
    background: 'color-mix(in srgb, var(--ins) 80%, var(--surface)) !important',
  },
  '.cm-deletedChunk .cm-deletedText': { textDecoration: 'line-through' },
  '.cm-changedLineGutter': { backgroundColor: 'var(--success)' },
  '.cm-deletedLineGutter': { backgroundColor: 'var(--danger)' },
  '.cm-collapsedLines': {
    color: 'var(--muted)',
    background: 'var(--surface-2)',
    padding: '4px 12px',
    font: '12px/18px var(--font)',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
});

/** What every editor and every view of a file has: colours, and the language of its name. */
export function dressed(name: string): Extension {
  return [theme, syntaxHighlighting(colours), isCase(name) ? cases : rhai, EditorState.tabSize.of(4)];
}
