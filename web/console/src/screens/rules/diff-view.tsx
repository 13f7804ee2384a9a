// How a file differs from what it was, line by line.

import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { dressed, rootOf } from './mount';
import css from './studio.module.css';
import { useRuleWords } from './words';

interface Props {
  name: string;
  before: string;
  after: string;
}

/** Lines that are new, lines that are gone above those that took their place, and a little of what is around them. */
export function DiffView({ name, before, after }: Props) {
  const { t } = useRuleWords();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = rootOf(host.current);
    const changes =
      before === after
        ? []
        : unifiedMergeView({
            original: before,
            mergeControls: false,
            gutter: true,
            highlightChanges: true,
            syntaxHighlightDeletions: false,
            collapseUnchanged: { margin: 2, minSize: 5 },
          });
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': t('editor.label', { file: name }), tabindex: '0' }),
          EditorState.phrases.of({ '$ unchanged lines': t('changes.unchanged') }),
          dressed(name),
          changes,
        ],
      }),
    });
    return () => view.destroy();
  }, [name, before, after, t]);
  return <div ref={host} className={css.diff} />;
}
