import { data } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { api, type Colleague } from '../../app/api';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { Button } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import page from '../page.module.css';
import { Copied } from '../settings/copied';
import { useSettingsWords } from '../settings/words';

/** Makes a password with which somebody makes one of their own. It is shown once. */
export function Reset({ colleague, onClose }: { colleague: Colleague; onClose: () => void }) {
  const words = useSettingsWords();
  const { t, clock } = words;
  const { name } = colleague;
  const { run, dialog } = useConfirmed();
  const {
    mutate,
    data: made,
    error,
    isPending,
  } = useMutation({
    mutationFn: () => {
      const params = { path: { id: colleague.id } };
      return run(() => data(api.POST('/v1/operators/{id}/reset-password', { params })));
    },
    // It is nowhere but in this dialog.
    gcTime: 0,
  });
  if (dialog) return dialog;
  return (
    <Dialog title={t('settings.team.reset_of', { name })} onClose={onClose}>
      <div className={page.form}>
        {made ? (
          <>
            <p>{t('settings.team.reset_tell', { name })}</p>
            <Copied label={t('settings.team.reset_password')} text={made.password}>
              {t('settings.team.reset_until', {
                when: `${clock.day(made.expires_at)} ${clock.time(made.expires_at)}`,
              })}
            </Copied>
            <span className={page.ways}>
              <Button look="primary" onClick={onClose}>
                {t('action.close')}
              </Button>
            </span>
          </>
        ) : (
          <>
            <p>{t('settings.team.reset_lead', { name })}</p>
            {error && (
              <p className={page.wrong} role="alert">
                {said(error, words)}
              </p>
            )}
            <span className={page.ways}>
              <Button look="primary" disabled={isPending} onClick={() => mutate()}>
                {t('settings.team.reset_do')}
              </Button>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
            </span>
          </>
        )}
      </div>
    </Dialog>
  );
}
