import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, type Colleague } from '../../app/api';
import { deskQuery, meQuery, teamQuery, useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { Button, Field } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { useToast } from '../../parts/toast';
import page from '../page.module.css';
import { useSettingsWords } from '../settings/words';
import { type Draft, difference, draftOf, signsOut } from './change';
import { RoleField } from './role-field';
import css from './team.module.css';

/** Changes somebody of the team. Only what was changed is sent, so that changes of two admins merge. */
export function Edit({ colleague, onClose }: { colleague: Colleague; onClose: () => void }) {
  const words = useSettingsWords();
  const { t } = words;
  const workplace = useWorkplace();
  const toast = useToast();
  const { data: me } = useQuery(meQuery);
  const [draft, setDraft] = useState(() => draftOf(colleague));
  const { run, dialog } = useConfirmed();
  const body = difference(colleague, draft);
  const unlisted = !draft.all && draft.inboxes.length === 0;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const params = { path: { id: colleague.id } };
      return run(() => data(api.PATCH('/v1/operators/{id}', { params, body })));
    },
    onSuccess: (changed) => {
      void workplace.queries.invalidateQueries({ queryKey: teamQuery.queryKey });
      if (changed.id === me?.operator.id) {
        void workplace.queries.invalidateQueries({ queryKey: meQuery.queryKey });
      }
      toast({ kind: 'done', text: t('settings.team.changed', { name: changed.name }) });
      onClose();
    },
  });
  const problem = error instanceof Problem ? error : null;
  const wrong = (field: keyof typeof body) => (problem?.field === field ? said(problem, words) : undefined);
  const set = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  // The form stays as it is while the password is asked for.
  if (dialog) return dialog;
  return (
    <Dialog title={t('settings.team.edit_of', { name: colleague.name })} onClose={onClose}>
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(body).length === 0) onClose();
          else if (!unlisted) mutate();
        }}
      >
        <Field
          label={t('entry.name')}
          hint={t('entry.name_hint')}
          wrong={wrong('name')}
          autoComplete="off"
          maxLength={64}
          required
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <RoleField role={draft.role} onPick={(role) => set({ role })} />
        <Field
          label={t('settings.team.capacity')}
          hint={t('settings.team.capacity_hint')}
          wrong={wrong('capacity')}
          type="number"
          min={1}
          max={100}
          required
          value={Number.isNaN(draft.capacity) ? '' : draft.capacity}
          onChange={(event) => set({ capacity: event.target.valueAsNumber })}
        />
        <Inboxes
          draft={draft}
          wrong={unlisted ? t('settings.team.no_inbox') : wrong('inboxes')}
          onChange={set}
        />
        <label className={css.choice}>
          <input
            type="checkbox"
            checked={draft.disabled}
            onChange={(event) => set({ disabled: event.target.checked })}
          />
          <span>
            {t('settings.team.disable')}
            <span className={page.lead}>{t('settings.team.disable_hint')}</span>
          </span>
        </label>
        {signsOut(body) && (
          <p role="status" className={page.lead}>
            {colleague.id === me?.operator.id
              ? t('settings.team.signs_you_out')
              : t('settings.team.signs_out', { name: colleague.name })}
          </p>
        )}
        {problem?.kind === 'last-admin' && (
          <p className={page.wrong} role="alert">
            {t('settings.team.last_admin')}
          </p>
        )}
        {error && problem?.kind !== 'last-admin' && !problem?.field && (
          <p className={page.wrong} role="alert">
            {said(error, words)}
          </p>
        )}
        <span className={page.ways}>
          <Button type="submit" look="primary" disabled={isPending}>
            {t('settings.save')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </form>
    </Dialog>
  );
}

interface InboxesProps {
  draft: Draft;
  wrong: string | undefined;
  onChange: (some: Partial<Draft>) => void;
}

/** All inboxes, those to come too, or some. */
function Inboxes({ draft, wrong, onChange }: InboxesProps) {
  const { t } = useSettingsWords();
  const { data: desk } = useQuery(deskQuery);
  const id = useId();
  const known = desk?.inboxes ?? [];
  const gone = draft.inboxes.filter((one) => !known.some((inbox) => inbox.id === one));
  const all = [...known, ...gone.map((one) => ({ id: one, name: one }))];
  return (
    <fieldset className={css.inboxes} aria-describedby={wrong ? id : undefined}>
      <legend>{t('team.inboxes')}</legend>
      {[true, false].map((value) => (
        <label key={String(value)} className={css.choice}>
          <input
            type="radio"
            name={`${id}-all`}
            checked={draft.all === value}
            onChange={() => onChange({ all: value })}
          />
          {value ? t('settings.team.all_inboxes') : t('settings.team.some_inboxes')}
        </label>
      ))}
      {!draft.all && (
        <div className={css.some}>
          {all.map((inbox) => (
            <label key={inbox.id} className={css.choice}>
              <input
                type="checkbox"
                checked={draft.inboxes.includes(inbox.id)}
                onChange={({ target: { checked } }) => {
                  const others = draft.inboxes.filter((one) => one !== inbox.id);
                  onChange({ inboxes: checked ? [...others, inbox.id] : others });
                }}
              />
              {inbox.name}
            </label>
          ))}
        </div>
      )}
      {wrong && (
        <p id={id} className={page.wrong} role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}
