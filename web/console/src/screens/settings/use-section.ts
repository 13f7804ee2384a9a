import { Problem } from '@madoguchi/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { deskQuery } from '../../app/desk';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { useToast } from '../../parts/toast';
import type { Line } from './changes';
import type { Wrong } from './checks';
import type { Section } from './editing';
import * as editing from './editing';
import { settingsQuery } from './query';
import { type SettingsTranslate, useSettingsWords } from './words';

/** What a screen tells of the section that it shows. */
export interface Subject<T> {
  section: Section<T>;
  put: (change: { expected: number | null; value: T }) => Promise<Section<T>>;
  /** What it says, for comparing. */
  lines: (value: T) => Line[];
  /** What can be seen to be wrong with it. */
  check?: (value: T, t: SettingsTranslate) => Wrong;
  /** What is made of it before it is saved: names lose the spaces around them. */
  tidy?: (value: T) => T;
  /** Whether customers notice: then the changes are looked at before they are saved. */
  binding?: boolean;
}

export type Editor<T> = ReturnType<typeof useSection<T>>;

const NOTHING: Wrong = {};

/** Edits a section: keeps the draft, saves it, and notices when somebody else was faster. */
export function useSection<T>(subject: Subject<T>) {
  const { section, put, check, tidy = (value: T) => value } = subject;
  const words = useSettingsWords();
  const toast = useToast();
  const queries = useQueryClient();
  const [state, setState] = useState(() => editing.begin(section));
  const [tried, setTried] = useState(false);
  const [failures, setFailures] = useState(0);

  useEffect(() => setState((now) => editing.arrive(now, section)), [section]);

  const { run, dialog } = useConfirmed();
  const { mutate, reset, error, isPending, variables } = useMutation({
    mutationFn: (value: T) => run(() => put({ expected: state.base.version ?? null, value })),
    onSuccess: (answer, value) => {
      setState((now) => editing.saved(now, value, answer));
      setTried(false);
      toast({ kind: 'done', text: words.t('settings.saved') });
      void queries.invalidateQueries({ queryKey: deskQuery.queryKey });
    },
    onError: () => setFailures((n) => n + 1),
    // Somebody else was faster, or it is saved: see what the desk holds now.
    onSettled: () => queries.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });

  const problem = error instanceof Problem ? error : null;
  const mine = useMemo(
    () => (tried && check ? check(state.draft, words.t) : NOTHING),
    [tried, check, state.draft, words.t],
  );
  /** What the desk found wrong, as long as it is still there. */
  const theirs = useMemo((): Wrong => {
    const path = problem?.field?.replace(/^value\.?/, '');
    if (path === undefined || variables !== state.draft) return NOTHING;
    return { [path]: refusal(problem, words) };
  }, [problem, variables, state.draft, words]);
  const wrongs: Wrong = { ...theirs, ...mine };

  const save = () => {
    const value = tidy(state.draft);
    setState(editing.edit(state, value));
    setTried(true);
    if (check && Object.keys(check(value, words.t)).length > 0) setFailures((n) => n + 1);
    else mutate(value);
  };
  const become = (next: (now: editing.Editing<T>) => editing.Editing<T>) => () => {
    setTried(false);
    reset();
    setState(next);
  };

  return {
    ...state,
    dirty: editing.isDirty(state),
    unsaved: editing.isUnsaved(state),
    binding: subject.binding ?? false,
    lines: subject.lines,
    saving: isPending,
    /** How often saving has failed. */
    failures,
    /** The password has to be said again first; what asks for it. */
    confirm: dialog,
    /** Why nothing was saved, if it is not for a field or for somebody else's change. */
    refused:
      error && problem?.kind !== 'settings-changed' && !(problem?.field && variables !== state.draft)
        ? (Object.values(theirs)[0] ?? said(error, words))
        : null,
    wrongs,
    /** What is wrong at a place such as `[0].name`. */
    wrong: (path: string): string | undefined => wrongs[path],
    /** Whether anything is wrong at a place or inside it. */
    isBroken: (path: string) => Object.keys(wrongs).some((at) => at.startsWith(path)),
    set: (draft: T) => setState((now) => editing.edit(now, draft)),
    save,
    discard: become(editing.discard),
    takeTheirs: become(editing.takeTheirs),
    keepMine: become(editing.keepMine),
    bringBack: become(editing.bringBack),
    drop: become(editing.drop),
  };
}

/** The desk's refusal of a value. Its details are English; a sentence in the reader's language leads to them. */
function refusal(problem: Problem | null, words: ReturnType<typeof useSettingsWords>): string {
  const detail = problem?.detail ?? '';
  return words.language === 'en' && detail ? detail : words.t('settings.refused', { detail });
}
