import { Problem } from '@madoguchi/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useConfirmed } from '../../parts/confirm';
import { rulesQuery, versionsQuery } from './queries';
import css from './versions.module.css';
import { useRuleWords } from './words';

interface Release {
  release: () => void;
  isPending: boolean;
  error: Error | null;
  /** Somebody else was faster: other rules are in force than those that were looked at. */
  late: boolean;
  /** Asks for the password where the desk wants it. */
  dialog: ReactNode;
  /** Why, for whoever looks at the versions later. */
  note: (hint?: string) => ReactNode;
}

/** Puts other rules in force for everybody, with a note. */
export function useRelease(
  act: (note: string) => Promise<{ version: string }>,
  onDone: (version: string) => void | Promise<void>,
): Release {
  const { t } = useRuleWords();
  const queries = useQueryClient();
  const { run, dialog } = useConfirmed();
  const [words, setWords] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => run(() => act(words.trim())),
    onSuccess: ({ version }) => onDone(version),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      void queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
    },
  });
  const note = (hint?: string) => (
    <label className={css.label}>
      {t('publish.note')}
      <textarea
        maxLength={500}
        placeholder={hint}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </label>
  );
  const late = error instanceof Problem && error.kind === 'rules-changed';
  return { release: () => mutate(), isPending, error, late, dialog, note };
}
