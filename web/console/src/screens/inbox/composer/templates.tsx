import { fold } from '@madoguchi/shared/text';
import { useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { deskQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { Input } from '../../../parts/controls';
import css from './templates.module.css';

interface Props {
  /** What stands for `{{customer}}`. */
  customer: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  onPick: (text: string) => void;
  trigger: ReactNode;
}

/** Canned responses (テンプレート): found by name or words, seen whole before they are taken. */
export function Templates({ customer, open, onOpen, onPick, trigger }: Props) {
  const { t } = useWords();
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label={t('templates.title')}
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Picker
            customer={customer}
            onPick={(text) => {
              onOpen(false);
              onPick(text);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Picker({ customer, onPick }: { customer: string; onPick: (text: string) => void }) {
  const { t } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const all = (desk?.templates ?? []).map(({ name, messages }) => ({
    name,
    text: messages.join('\n\n').replaceAll('{{customer}}', customer),
  }));
  const found = all.filter(({ name, text }) => fold(`${name} ${text}`).includes(fold(words.trim())));
  const index = Math.min(at, found.length - 1);
  const active = found[index];
  if (all.length === 0) return <p className={css.none}>{t('templates.empty')}</p>;
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(index + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(index - 1, 0));
    else if (event.key === 'Enter' && active) onPick(active.text);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Input
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={active ? `${id}-${index}` : undefined}
        aria-label={t('templates.search')}
        placeholder={t('templates.search')}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div className={css.both}>
        <div id={id} role="listbox" aria-label={t('templates.title')} className={css.list}>
          {found.map(({ name, text }, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
            <div
              key={name}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === index}
              className={css.item}
              onPointerEnter={() => setAt(n)}
              onClick={() => onPick(text)}
            >
              {name}
            </div>
          ))}
        </div>
        <p className={css.preview}>{active ? active.text : t('templates.none')}</p>
      </div>
    </>
  );
}
