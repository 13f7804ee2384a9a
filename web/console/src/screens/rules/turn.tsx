import type { Schema } from '@madoguchi/shared/api';
import type { Spot } from './editor';
import type { Asked, Turn, Wanted } from './talk';
import css from './try.module.css';
import { maybe, useRuleWords } from './words';

type Outcome = Schema['OutcomeView'];

interface Props {
  turn: Turn;
  isLast: boolean;
  isBusy: boolean;
  onPress: (button: string, label: string) => void;
  onGo: (spot: Spot) => void;
}

/** One move and what came of it: what the customer would see, and below it why. */
export function TurnView({ turn, isLast, isBusy, onPress, onGo }: Props) {
  const { t, clock } = useRuleWords();
  const { move, at, asked } = turn;
  const wanted = asked.flatMap((one, n) =>
    one.explanation.proposed.map((wanted, m) => ({ wanted, key: `${n} ${m}` })),
  );
  return (
    <div className={css.turn}>
      {move.does === 'says' && <p className={css.in}>{move.text}</p>}
      {move.does === 'presses' && <p className={css.in}>▢ {move.label}</p>}
      {move.does === 'follows' && <p className={css.line}>{t('try.followed')}</p>}
      {move.does === 'back-to-bot' && <p className={css.line}>{t('try.went_back')}</p>}
      {move.does === 'waits' && (
        <p className={css.line}>
          {t('try.waited', {
            span: clock.span(move.seconds * 1000),
            when: clock.short(new Date(at).toISOString(), Date.now()),
          })}
        </p>
      )}
      {wanted.map(({ wanted, key }) => (
        <WantedView key={key} wanted={wanted} isOffered={isLast && !isBusy} onPress={onPress} />
      ))}
      {wanted.length === 0 && (move.does === 'says' || move.does === 'presses') && (
        <p className={css.line}>{t(asked.length === 0 ? 'try.not_asked' : 'try.silence')}</p>
      )}
      {asked
        .filter(({ explanation }) => explanation.looked.length > 0)
        .map((one, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the questions of a turn do not change
          <Why key={n} asked={one} onGo={onGo} />
        ))}
    </div>
  );
}

const SPOKEN = new Set(['reply', 'buttons', 'quick_replies', 'template', 'image']);

interface WantedProps {
  wanted: Wanted;
  isOffered: boolean;
  onPress: (button: string, label: string) => void;
}

function WantedView({ wanted, isOffered, onPress }: WantedProps) {
  const { t } = useRuleWords();
  const { does, what, buttons } = wanted;
  const word = maybe(t, `does.${does}`) ?? does;
  if (!SPOKEN.has(does)) {
    return (
      <p className={css.line}>
        {word}
        {what && `: ${what}`}
      </p>
    );
  }
  return (
    <div className={css.bot}>
      {(does === 'image' || does === 'template') && <span className={css.kind}>{word}</span>}
      <p>{what}</p>
      {buttons.length > 0 && (
        <ul className={css.buttons}>
          {buttons.map(({ id, label }) => (
            <li key={id}>
              <button
                type="button"
                className={css.button}
                disabled={!isOffered}
                onClick={() => onPress(id, label)}
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The other outcomes say why by themselves. */
const SAYS_WHY = new Set<Outcome>(['passed', 'failed']);

/** Which rules were looked at, and what became of each. */
function Why({ asked, onGo }: { asked: Asked; onGo: (spot: Spot) => void }) {
  const { t, clock } = useRuleWords();
  const { occasion, afterSeconds, explanation } = asked;
  const { looked, others, folded, failed } = explanation;
  const acted = looked.filter(({ outcome }) => outcome === 'acted' || outcome === 'went_on');
  const about =
    occasion === 'after'
      ? t('occasion.after_span', { span: clock.span(afterSeconds * 1000) })
      : t(`occasion.${occasion}`);
  return (
    <details className={css.why}>
      <summary>
        {about} → {acted.map(({ rule }) => rule).join(t('list.comma')) || t('try.no_rule')}
      </summary>
      {folded && <p className={css.folded}>{t('try.folded', { text: folded })}</p>}
      <ol>
        {looked.map(({ rule, file, line, matched, outcome, why }) => (
          <li key={`${file} ${line} ${rule}`} data-outcome={outcome}>
            <button type="button" className={css.looked} onClick={() => onGo({ file, line, column: 0 })}>
              {rule}
              <span className={css.spot}>
                {file}:{line}
              </span>
            </button>
            <span className={css.outcome}>
              {t(`outcome.${outcome}`)}
              {matched && ` · ${t('try.matched', { text: matched })}`}
              {why && SAYS_WHY.has(outcome) && ` · ${why}`}
            </span>
          </li>
        ))}
      </ol>
      {failed.map(({ rule, file, line, message }) => (
        <p key={rule} className={css.wrong}>
          {rule} ({file}:{line}): {message}
        </p>
      ))}
      <p className={css.others}>{t('try.others', { n: others })}</p>
    </details>
  );
}
