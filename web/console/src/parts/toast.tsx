import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useWords } from '../app/i18n';
import { Button, IconButton } from './controls';
import { Icon } from './icon';
import css from './toast.module.css';

interface Toast {
  kind: 'done' | 'error';
  text: string;
  /** What may be done about it while it is shown, such as taking it back. */
  action?: { label: string; run: () => void };
}

type Say = (toast: Toast) => void;

const Context = createContext<Say>(() => undefined);
const SHOWN = 8000;

/** Says things at the edge of the screen for a while, one at a time; pointing at it keeps it there. */
export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [toast, setToast] = useState<Toast | null>(null);
  const [held, setHeld] = useState(false);
  const say = useCallback((next: Toast) => setToast({ ...next }), []);
  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(() => setToast(null), SHOWN);
    return () => clearTimeout(timer);
  }, [toast, held]);
  return (
    <Context value={say}>
      {children}
      <div className={css.place} role="status">
        {toast && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it have the focus
          <div
            className={css.toast}
            data-kind={toast.kind}
            onPointerEnter={() => setHeld(true)}
            onPointerLeave={() => setHeld(false)}
            onFocus={() => setHeld(true)}
            onBlur={() => setHeld(false)}
          >
            <Icon name={toast.kind === 'error' ? 'warning' : 'check'} />
            <span>{toast.text}</span>
            {toast.action && (
              <Button
                small
                onClick={() => {
                  setToast(null);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton icon="close" small label={t('action.close')} onClick={() => setToast(null)} />
          </div>
        )}
      </div>
    </Context>
  );
}

export function useToast(): Say {
  return useContext(Context);
}
