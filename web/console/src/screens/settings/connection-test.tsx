import { data } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import { Button } from '../../parts/controls';
import page from '../page.module.css';
import { Mark } from './mark';
import css from './screens.module.css';
import { useSettingsWords } from './words';

/** Has the desk ask the provider what it tells of the account and its webhooks, and says what it found. */
export function ConnectionTest({ inbox }: { inbox: string }) {
  const words = useSettingsWords();
  const { t } = words;
  const {
    mutate,
    data: found,
    error,
    isPending,
  } = useMutation({
    mutationFn: () => data(api.POST('/v1/inboxes/{inbox}/test', { params: { path: { inbox } } })),
  });
  return (
    <div className={css.health}>
      <span className={page.ways}>
        <Button disabled={isPending} onClick={() => mutate()}>
          {isPending ? t('settings.test.running') : t('settings.test.run')}
        </Button>
      </span>
      <div role="status">
        {found && !isPending && (
          <ul className={css.checks} aria-label={t('settings.test.found')}>
            {found.checks.map(({ check, ok, detail }) => (
              <li key={check}>
                <Mark good={ok}>
                  <span>
                    <b>{t(`settings.test.${check}`)}</b> {detail}
                  </span>
                </Mark>
              </li>
            ))}
          </ul>
        )}
        {error && !isPending && <Mark good={false}>{said(error, words)}</Mark>}
      </div>
    </div>
  );
}
