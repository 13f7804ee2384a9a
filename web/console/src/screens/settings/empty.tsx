import type { ReactNode } from 'react';
import css from './screens.module.css';

/** What stands where nothing is yet: what the thing is for. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className={css.empty}>{children}</p>;
}
