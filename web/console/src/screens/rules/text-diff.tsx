import { lazy, Suspense } from 'react';
import css from './studio.module.css';

/** Not every visit compares files: what does comes when it is first asked for. */
const DiffView = lazy(async () => ({ default: (await import('./diff-view')).DiffView }));

interface Props {
  name: string;
  before: string;
  after: string;
}

/** How a file differs from what it was. */
export function TextDiff(props: Props) {
  return (
    <Suspense fallback={<div className={css.diff} />}>
      <DiffView {...props} />
    </Suspense>
  );
}
