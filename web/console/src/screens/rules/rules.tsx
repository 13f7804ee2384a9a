import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { meQuery } from '../../app/desk';
import { Trouble } from '../../parts/trouble';
import { rulesQuery } from './queries';
import { Reader } from './reader';

/** The editor is heavy: it comes only to those who may edit. */
const Studio = lazy(async () => ({ default: (await import('./studio')).Studio }));

/** The rules in force: to change for admins, to read for everybody else. */
export function Rules() {
  const { data: me } = useQuery(meQuery);
  const rules = useQuery(rulesQuery);
  if (!rules.data || !me) {
    return rules.error ? <Trouble error={rules.error} onRetry={() => void rules.refetch()} /> : null;
  }
  if (!me.admin) return <Reader inForce={rules.data} />;
  return (
    <Suspense>
      <Studio inForce={rules.data} operator={me.operator.id} />
    </Suspense>
  );
}
