import { useCallback, useMemo } from 'react';
import { useStore } from '../../app/store';
import { applied, type Draft, type Edits, edited, type Files, kept } from './files';

/** An operator's draft in this browser. Without one, what is in force is what it would begin from. */
export function useDraft(operator: string, inForce: string) {
  const found = useStore(kept);
  const draft = useMemo<Draft>(
    () => (found?.operator === operator ? found : { operator, base: inForce, edits: {} }),
    [found, operator, inForce],
  );
  return draft;
}

/** Writes a draft down. One without edits is none: it follows what is in force. */
export function keepDraft(draft: Draft): void {
  kept.set(Object.keys(draft.edits).length === 0 ? null : draft);
}

export interface Workbench {
  base: Files;
  files: Files;
  edits: Edits;
  /** Changes a file; `null` takes it out. */
  edit: (name: string, text: string | null) => void;
}

/** The files as they would be, and how to change them. */
export function useFiles(draft: Draft, base: Files): Workbench {
  const files = useMemo(() => applied(base, draft.edits), [base, draft.edits]);
  const edit = useCallback(
    (name: string, text: string | null) => {
      // Two changes in one moment: the second one begins from what the first has left.
      const now = kept.get();
      const edits = now?.operator === draft.operator && now.base === draft.base ? now.edits : draft.edits;
      keepDraft({ ...draft, edits: edited(base, edits, name, text) });
    },
    [draft, base],
  );
  return { base, files, edits: draft.edits, edit };
}
