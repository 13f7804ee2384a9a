import { Popover } from 'radix-ui';
import { type RefObject, useState } from 'react';
import { useWords } from '../../../app/i18n';
import { Button, Input } from '../../../parts/controls';
import css from './filter-menu.module.css';

interface Props {
  anchor: RefObject<HTMLElement | null>;
  onName: (name: string) => void;
  onClose: () => void;
}

/** The most that the desk keeps of a name. */
const MOST = 60;

/** Asks what a saved view is to be called. */
export default function ViewName({ anchor, onName, onClose }: Props) {
  const { t } = useWords();
  const [name, setName] = useState('');
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label={t('views.save')}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <form
            className={css.naming}
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== '') onName(name.trim());
            }}
          >
            <Input
              autoFocus
              value={name}
              maxLength={MOST}
              placeholder={t('views.name')}
              aria-label={t('views.name')}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" look="primary" disabled={name.trim() === ''}>
              {t('action.save')}
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
