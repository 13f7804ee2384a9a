import type { ReactNode } from 'react';
import { Icon } from '../../parts/icon';
import css from './screens.module.css';

/** Says that something works, or that it does not: by a shape, a colour and words. */
export function Mark({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <span className={css.mark} data-good={good || undefined}>
      <Icon name={good ? 'check' : 'warning'} size={18} />
      {children}
    </span>
  );
}
