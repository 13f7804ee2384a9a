import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { Button, Select } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { useToast } from '../../parts/toast';
import { Trouble } from '../../parts/trouble';
import { Changes } from './changes';
import { filesOf, namesOf } from './files';
import { rulesQuery, versionQuery, versionsQuery } from './queries';
import { TextDiff } from './text-diff';
import { short, type Version, VersionList } from './version-list';
import css from './versions.module.css';
import { useRuleWords } from './words';

/** The versions: to look at, and to go back to. */
export function Versions({ wanted }: { wanted: string }) {
  const { t } = useRuleWords();
  const [open, setOpen] = useState<{ version: Version; to: 'see' | 'roll-back' } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <VersionList>
        {(version) => (
          <span className={css.ways}>
            <Button small onClick={() => setOpen({ version, to: 'see' })}>
              {t('versions.see')}
            </Button>
            {!version.in_force && (
              <Button small onClick={() => setOpen({ version, to: 'roll-back' })}>
                {t('versions.roll_back')}
              </Button>
            )}
          </span>
        )}
      </VersionList>
      {open?.to === 'see' && <See version={open.version} wanted={wanted} onClose={close} />}
      {open?.to === 'roll-back' && <RollBack version={open.version} wanted={wanted} onClose={close} />}
    </>
  );
}

interface Props {
  version: Version;
  wanted: string;
  onClose: () => void;
}

/** A version's files, and how they differ from those in force. */
function See({ version, wanted, onClose }: Props) {
  const { t } = useRuleWords();
  const found = useQuery(versionQuery(version.version));
  const inForce = useQuery(versionQuery(wanted));
  const [picked, setPicked] = useState<string | null>(null);
  const files = useMemo(() => (found.data ? filesOf(found.data) : {}), [found.data]);
  const now = useMemo(() => (inForce.data ? filesOf(inForce.data) : {}), [inForce.data]);
  const names = namesOf({ ...now, ...files });
  const differs = (name: string) => files[name] !== now[name];
  const name = picked ?? names.find(differs) ?? names[0];
  return (
    <Dialog title={t('versions.of', { version: short(version.version) })} onClose={onClose} wide>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {name !== undefined && inForce.data && (
        <div className={css.form}>
          <Select
            aria-label={t('pane.files')}
            value={name}
            onChange={(event) => setPicked(event.target.value)}
          >
            {names.map((one) => (
              <option key={one} value={one}>
                {differs(one) ? `${one} (${t('versions.differs')})` : one}
              </option>
            ))}
          </Select>
          <TextDiff name={name} before={now[name] ?? ''} after={files[name] ?? ''} />
        </div>
      )}
    </Dialog>
  );
}

/** What would change, why, and back. */
function RollBack({ version, wanted, onClose }: Props) {
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
          api.POST('/v1/rules:rollback', {
            body: { version: version.version, note: note.trim(), expected: wanted },
          }),
        ),
      ),
    onSuccess: (done) => {
      toast({ kind: 'done', text: t('versions.rolled_back', { version: short(done.version) }) });
      onClose();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      void queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
    },
  });
  const moved = error instanceof Problem && error.kind === 'rules-changed';
  return (
    <>
      <Dialog
        title={t('versions.roll_back_title', { version: short(version.version) })}
        onClose={onClose}
        wide
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            mutate();
          }}
        >
          <p>{t('versions.roll_back_lead')}</p>
          <Changes before={{}} after={{ version: version.version }} />
          <label className={css.label}>
            {t('publish.note')}
            <textarea maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          </label>
          {error && (
            <p className={css.wrong} role="alert">
              {said(error, words)} {moved && t('versions.look_again')}
            </p>
          )}
          <span className={css.ways}>
            <Button type="submit" look="primary" disabled={isPending || moved}>
              {t('versions.roll_back')}
            </Button>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
          </span>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}
