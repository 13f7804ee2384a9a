import type { Schema } from '@madoguchi/shared/api';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, Field, IconButton } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { Icon } from '../../parts/icon';
import css from './file-list.module.css';
import { isCase, namesOf, nameTrouble, stateOf } from './files';
import type { Finding } from './marks';
import type { Workbench } from './use-draft';
import forms from './versions.module.css';
import { useRuleWords } from './words';

interface Props {
  desk: Workbench;
  open: string | undefined;
  findings: readonly Finding[];
  failed: readonly Schema['FailedCase'][];
  onOpen: () => void;
}

/** The files in the order in which they run, and what has become of each. */
export function FileList({ desk, open, findings, failed, onOpen }: Props) {
  const { t } = useRuleWords();
  const [adding, setAdding] = useState(false);
  const all = namesOf({ ...desk.base, ...desk.files });
  return (
    <nav className={css.files} aria-label={t('pane.files')}>
      {([false, true] as const).map((cases) => (
        <section key={String(cases)}>
          <h2>{t(cases ? 'files.cases' : 'files.rules')}</h2>
          <ul>
            {all
              .filter((name) => isCase(name) === cases)
              .map((name) => (
                <FileRow
                  key={name}
                  name={name}
                  desk={desk}
                  isOpen={name === open}
                  errors={
                    findings.filter(({ file, severity }) => file === name && severity === 'error').length +
                    failed.filter(({ file }) => file === name).length
                  }
                  onOpen={onOpen}
                />
              ))}
          </ul>
        </section>
      ))}
      <Button small className={css.add ?? ''} onClick={() => setAdding(true)}>
        <Icon name="plus" size={16} />
        {t('files.add')}
      </Button>
      {adding && <Add desk={desk} onOpen={onOpen} onClose={() => setAdding(false)} />}
    </nav>
  );
}

interface RowProps {
  name: string;
  desk: Workbench;
  isOpen: boolean;
  errors: number;
  onOpen: () => void;
}

function FileRow({ name, desk, isOpen, errors, onOpen }: RowProps) {
  const { t } = useRuleWords();
  const { base, edits, edit } = desk;
  const state = stateOf(base, edits, name);
  const before = base[name] ?? null;
  const marks = (errors > 0 || state !== 'same') && (
    <span className={css.marks}>
      {errors > 0 && <span className={css.bad}>✗ {t('files.errors', { n: errors })}</span>}
      {state !== 'same' && <span className={css.state}>{t(`files.${state}`)}</span>}
    </span>
  );
  return (
    <li className={css.row} data-open={isOpen || undefined}>
      {state === 'removed' ? (
        <span className={css.link}>
          <s>{name}</s>
          {marks}
        </span>
      ) : (
        <Link
          to="/rules"
          search={{ file: name }}
          className={css.link}
          aria-current={isOpen ? 'page' : undefined}
          onClick={onOpen}
        >
          {name}
          {marks}
        </Link>
      )}
      {state !== 'same' && state !== 'new' && (
        <IconButton
          small
          icon="reply"
          label={t('files.restore', { file: name })}
          onClick={() => edit(name, before)}
        />
      )}
      {isOpen && (state === 'same' || state === 'new') && (
        <IconButton
          small
          icon="trash"
          label={t('files.delete', { file: name })}
          onClick={() => edit(name, null)}
        />
      )}
    </li>
  );
}

function Add({ desk, onOpen, onClose }: { desk: Workbench; onOpen: () => void; onClose: () => void }) {
  const { t } = useRuleWords();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const trouble = nameTrouble({ ...desk.base, ...desk.files }, name);
  const add = () => {
    setAsked(true);
    if (trouble) return;
    desk.edit(name, t(isCase(name) ? 'files.first_case' : 'files.first_rule'));
    void navigate({ to: '/rules', search: { file: name } });
    onOpen();
    onClose();
  };
  return (
    <Dialog title={t('files.add')} onClose={onClose}>
      <form
        className={forms.form}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field
          label={t('files.name')}
          hint={t('files.name_hint')}
          wrong={asked && trouble ? t(`files.wrong.${trouble}`) : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          placeholder="25-news.rhai"
          value={name}
          onChange={(event) => setName(event.target.value.trim())}
        />
        <span className={forms.ways}>
          <Button type="submit" look="primary">
            {t('action.add')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </form>
    </Dialog>
  );
}
