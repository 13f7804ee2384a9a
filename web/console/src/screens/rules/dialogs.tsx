import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { Button } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { useToast } from '../../parts/toast';
import { Changes } from './changes';
import { type Draft, edited, type Files, namesOf, rebased, sourcesOf } from './files';
import { rulesQuery, type useChecked, useFilesOf, versionQuery, versionsQuery } from './queries';
import side from './side.module.css';
import { TextDiff } from './text-diff';
import { keepDraft } from './use-draft';
import { short } from './version-list';
import css from './versions.module.css';
import { useRuleWords } from './words';

interface PublishProps {
  draft: Draft;
  base: Files;
  files: Files;
  check: ReturnType<typeof useChecked>;
  moved: boolean;
  /** The desk publishes a folder, too. */
  folder: boolean;
  onCases: () => void;
  onTakeOver: () => void;
  onClose: () => void;
}

/** What changes for customers, whether the cases are green, why, and out. */
export function Publish({
  draft,
  base,
  files,
  check,
  moved,
  folder,
  onCases,
  onTakeOver,
  onClose,
}: PublishProps) {
  const words = useRuleWords();
  const { t } = words;
  const queries = useQueryClient();
  const toast = useToast();
  const { run, dialog } = useConfirmed();
  const [note, setNote] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      run(() =>
        data(
          api.POST('/v1/rules:publish', {
            body: { ...sourcesOf(files), note: note.trim(), expected: draft.base },
          }),
        ),
      ),
    onSuccess: async (done) => {
      // Its files are there before it is shown: the editor goes on with the text it has.
      await queries.fetchQuery(versionQuery(done.version));
      await queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      keepDraft({ ...draft, edits: {} });
      toast({ kind: 'done', text: t('publish.done', { version: short(done.version) }) });
      onClose();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      void queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
    },
  });
  const { checked } = check;
  const green = check.of === files && checked?.ok === true;
  const failed = checked?.cases?.failed.length ?? 0;
  const late = moved || (error instanceof Problem && error.kind === 'rules-changed');
  return (
    <>
      <Dialog title={t('publish.title')} onClose={onClose} wide>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (green && !late) mutate();
          }}
        >
          {checked?.version && <Changes before={{}} after={sourcesOf(files)} />}
          <TextChanges base={base} files={files} />
          <p className={green ? css.green : css.red} role="status">
            {check.of === null
              ? t('check.running')
              : green
                ? `✓ ${t('cases.green', { n: checked.cases?.count ?? 0 })}`
                : checked?.version
                  ? `✗ ${t('cases.red', { red: failed, n: checked.cases?.count ?? 0 })}`
                  : `✗ ${t('publish.broken')}`}{' '}
            {check.of !== null && !green && checked?.version && (
              <Button small onClick={onCases}>
                {t('tab.cases')}
              </Button>
            )}
          </p>
          <label className={css.label}>
            {t('publish.note')}
            <textarea
              maxLength={500}
              placeholder={t('publish.note_hint')}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
          {folder && <p className={side.lead}>{t('rules.folder')}</p>}
          {late && (
            <p className={css.wrong} role="alert">
              {t('publish.late')}{' '}
              <Button small onClick={onTakeOver}>
                {t('rules.take_over')}
              </Button>
            </p>
          )}
          {error && !late && (
            <p className={css.wrong} role="alert">
              {said(error, words)}
            </p>
          )}
          <span className={css.ways}>
            <Button type="submit" look="primary" disabled={!green || late || isPending}>
              {t('publish.do')}
            </Button>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
          </span>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}

function TextChanges({ base, files }: { base: Files; files: Files }) {
  const { t } = useRuleWords();
  const names = namesOf({ ...base, ...files }).filter((name) => base[name] !== files[name]);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div>
      {names.map((name) => (
        <details
          key={name}
          className={side.group}
          onToggle={(event) => {
            if (event.currentTarget.open) setOpen(name);
            else if (open === name) setOpen(null);
          }}
          open={open === name}
        >
          <summary>{t('changes.text', { file: name })}</summary>
          {open === name && <TextDiff name={name} before={base[name] ?? ''} after={files[name] ?? ''} />}
        </details>
      ))}
    </div>
  );
}

interface DiscardProps {
  n: number;
  onDiscard: () => void;
  onClose: () => void;
}

/** Asks before a draft is thrown away: there is no way back. */
export function Discard({ n, onDiscard, onClose }: DiscardProps) {
  const { t } = useRuleWords();
  return (
    <Dialog title={t('discard.title')} onClose={onClose}>
      <div className={css.form}>
        <p>{t('discard.text', { n })}</p>
        <span className={css.ways}>
          <Button
            look="danger"
            onClick={() => {
              onDiscard();
              onClose();
            }}
          >
            {t('rules.discard')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </div>
    </Dialog>
  );
}

interface TakeOverProps {
  draft: Draft;
  base: Files;
  wanted: string;
  onClose: () => void;
}

/** Puts the draft on top of what somebody else has published. Where both changed a file, a person decides. */
export function TakeOver({ draft, base, wanted, onClose }: TakeOverProps) {
  const { t } = useRuleWords();
  // The files and the version that they are of: another one may come while somebody decides.
  const { files: theirs, version } = useFilesOf(wanted, true);
  const [mine, setMine] = useState<Readonly<Record<string, boolean>>>({});
  if (!theirs) return null;
  const { edits, both } = rebased(base, theirs, draft.edits);
  const take = () => {
    const dropped = both.filter((name) => mine[name] === false);
    const left = dropped.reduce((some, name) => edited(theirs, some, name, theirs[name] ?? null), edits);
    keepDraft({ ...draft, base: version, edits: left });
    onClose();
  };
  const undecided = both.some((name) => mine[name] === undefined);
  return (
    <Dialog title={t('taking.title', { version: short(version) })} onClose={onClose} wide>
      <div className={css.form}>
        <p>{t(both.length === 0 ? 'taking.apart' : 'taking.both')}</p>
        {both.map((name) => (
          <fieldset key={name} className={side.choice}>
            <legend>{name}</legend>
            <TextDiff name={name} before={theirs[name] ?? ''} after={draft.edits[name] ?? ''} />
            {([true, false] as const).map((value) => (
              <label key={String(value)}>
                <input
                  type="radio"
                  name={name}
                  checked={mine[name] === value}
                  onChange={() => setMine({ ...mine, [name]: value })}
                />
                {t(value ? 'taking.mine' : 'taking.theirs')}
              </label>
            ))}
          </fieldset>
        ))}
        <span className={css.ways}>
          <Button look="primary" disabled={undecided} onClick={take}>
            {t('rules.take_over')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </div>
    </Dialog>
  );
}
