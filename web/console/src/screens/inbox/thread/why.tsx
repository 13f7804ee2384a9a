import { data } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { Dialog } from '../../../parts/dialog';
import { Trouble } from '../../../parts/trouble';
import css from './why.module.css';

interface Props {
  conversation: string;
  row: string;
  onClose: () => void;
}

/** Why the bot said something: the rule, as it was written when it spoke (BOT-09). */
export function Why({ conversation, row, onClose }: Props) {
  const { t, clock } = useWords();
  const why = useQuery({
    queryKey: ['why', conversation, row],
    queryFn: () =>
      data(api.GET('/v1/conversations/{id}/rows/{row}/why', { params: { path: { id: conversation, row } } })),
  });
  const { answers, rules, version, in_force } = why.data ?? {};
  return (
    <Dialog title={t('why.title')} onClose={onClose} wide>
      {why.error && <Trouble error={why.error} onRetry={() => void why.refetch()} />}
      {answers && (
        <p className={css.answers}>
          {t('why.answers')} {answers.text ?? '–'} <span className="num">({clock.time(answers.at)})</span>
        </p>
      )}
      {rules?.length === 0 && <p>{t('why.no_rule')}</p>}
      {rules?.map((rule) => (
        <section key={rule.rule} className={css.rule}>
          <h3>{rule.rule}</h3>
          <p className={css.spot}>
            {rule.file}:{rule.line}
            {rule.matched && ` · ${t('why.matched', { text: rule.matched })}`}
          </p>
          {rule.source && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
            <pre className={css.source} tabIndex={0}>
              {rule.source}
            </pre>
          )}
        </section>
      ))}
      {version && (
        <p className={css.version}>
          {t('why.version', { note: version.note || '–', by: version.by, when: clock.full(version.at) })}
          {in_force === false && ` ${t('why.replaced')}`}
        </p>
      )}
    </Dialog>
  );
}
