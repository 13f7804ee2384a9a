import { fold } from '@madoguchi/shared/text';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useState } from 'react';
import { Kbd } from '../parts/controls';
import { Dialog } from '../parts/dialog';
import { Icon } from '../parts/icon';
import { type Action, allActions, useActions, useKeys } from './actions';
import css from './command-bar.module.css';
import { useWords } from './i18n';

const APPLE = /Mac|iP(hone|ad)/.test(navigator.platform);

/** The button in the top bar, and what it opens: everything that can be done here, by name. */
export function CommandBar() {
  const { t } = useWords();
  const [open, setOpen] = useState<'commands' | 'keys' | null>(null);
  const navigate = useNavigate();
  useKeys();
  useActions([
    { id: 'help', label: t('keys.title'), keys: '?', on: { key: '?' }, run: () => setOpen('keys') },
    {
      id: 'inbox',
      label: t('inbox.title'),
      keys: 'G I',
      on: { code: 'KeyI', after: 'KeyG' },
      run: () => void navigate({ to: '/inbox' }),
    },
    {
      id: 'scheduled',
      label: t('calendar.title'),
      keys: 'G S',
      on: { code: 'KeyS', after: 'KeyG' },
      run: () => void navigate({ to: '/scheduled' }),
    },
    { id: 'rules', label: t('rules.title'), run: () => void navigate({ to: '/rules' }) },
    { id: 'settings', label: t('settings.title'), run: () => void navigate({ to: '/settings' }) },
    { id: 'team', label: t('team.title'), run: () => void navigate({ to: '/settings/team' }) },
    { id: 'me', label: t('me.title'), run: () => void navigate({ to: '/me' }) },
  ]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(APPLE ? event.metaKey : event.ctrlKey) || event.isComposing) return;
      event.preventDefault();
      setOpen('commands');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <button type="button" className={css.button} onClick={() => setOpen('commands')}>
        <Icon name="search" size={16} />
        <span>{t('commands.title')}</span>
        <Kbd>{APPLE ? '⌘ K' : 'Ctrl K'}</Kbd>
      </button>
      {open === 'commands' && <Commands onClose={() => setOpen(null)} />}
      {open === 'keys' && <Keys onClose={() => setOpen(null)} />}
    </>
  );
}

function Commands({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const all = useMemo(allActions, []);
  const found = all.filter(({ label, id }) =>
    fold(`${label} ${id} ${t(`reading.${id}`)}`).includes(fold(words.trim())),
  );
  const active = found[Math.min(at, found.length - 1)];
  const run = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    // After the dialog has given the focus back: an action may move it.
    setTimeout(action.run);
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(active);
    }
  };
  return (
    <Dialog title={t('commands.title')} onClose={onClose}>
      <input
        className={css.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={active ? `${id}-${active.id}` : undefined}
        aria-label={t('commands.title')}
        placeholder={t('commands.placeholder')}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      {found.length === 0 && <p className={css.none}>{t('commands.none')}</p>}
      <div id={id} role="listbox" aria-label={t('commands.title')} className={css.list}>
        {found.map((action) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
          <div
            key={action.id}
            id={`${id}-${action.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={action === active}
            className={css.item}
            onClick={() => run(action)}
          >
            <span>{action.label}</span>
            {action.keys && <Kbd>{action.keys}</Kbd>}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [all] = useState(() => allActions().filter(({ keys }) => keys));
  const fixed = [
    { keys: APPLE ? '⌘ K' : 'Ctrl K', label: t('commands.title') },
    { keys: APPLE ? '⌘ Enter' : 'Ctrl Enter', label: t('composer.send') },
    { keys: APPLE ? '⌘ Shift Enter' : 'Ctrl Shift Enter', label: t('composer.send_complete') },
    { keys: APPLE ? '⌘ J' : 'Ctrl J', label: t('rewrite.title') },
    { keys: APPLE ? '⌘ Shift M' : 'Ctrl Shift M', label: t('composer.switch_mode') },
  ];
  return (
    <Dialog title={t('keys.title')} onClose={onClose} wide>
      <dl className={css.keys}>
        {[...all, ...fixed].map(({ keys, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Kbd>{keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.hint}>{t('keys.hint')}</p>
    </Dialog>
  );
}
