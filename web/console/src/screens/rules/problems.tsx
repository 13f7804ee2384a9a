import { said } from '../../app/errors';
import { Button } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import type { Spot } from './editor';
import { type Finding, inOrder } from './marks';
import css from './studio.module.css';
import { maybe, useRuleWords } from './words';

interface Props {
  findings: readonly Finding[];
  error: unknown;
  onRetry: () => void;
  onGo: (spot: Spot) => void;
}

/** What the check found, the mistakes first; each leads to its place. */
export function Problems({ findings, error, onRetry, onGo }: Props) {
  const words = useRuleWords();
  const { t } = words;
  if (error) {
    return (
      <div className={css.unchecked} role="alert">
        <span>
          {t('check.failed')} {said(error, words)}
        </span>
        <Button small onClick={onRetry}>
          {t('action.retry')}
        </Button>
      </div>
    );
  }
  if (findings.length === 0) return null;
  return (
    <ul className={css.problems} aria-label={t('check.problems')}>
      {inOrder(findings).map(({ file, line, column, severity, code, message, hint }) => (
        <li key={`${file} ${line} ${column} ${code} ${message}`}>
          <button type="button" className={css.problem} onClick={() => onGo({ file, line, column })}>
            <span className={css.severity} data-severity={severity}>
              <Icon name={severity === 'error' ? 'close' : 'warning'} size={14} />
              <span className="vh">{t(`check.${severity}`)}</span>
            </span>
            <span>
              {maybe(t, `code.${code}`) ?? code}
              <span className={css.message}>
                {message}
                {hint && ` — ${hint}`}
              </span>
            </span>
            <span className={css.spot}>
              {file}
              {line > 0 && `:${line}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
