import { data, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import { useConfirmed } from '../../parts/confirm';
import { Button, Chip, Select } from '../../parts/controls';
import { type Files, sourcesOf } from './files';
import { shadowQuery, versionsQuery } from './queries';
import { type Change, changed, NOTHING, type Pair, type SoFar, withPage } from './replaying';
import css from './side.module.css';
import { author, short } from './version-list';
import { maybe, type RulesTranslate, useRuleWords } from './words';

type Baseline = Schema['BaselineName'];

interface Props {
  files: Files;
  isBroken: boolean;
  changes: number;
}

/** What the draft would have answered: to the conversations of the past, or beside the rules in force from now on. */
export function Past({ files, isBroken, changes }: Props) {
  return (
    <div className={css.stack}>
      <Replay files={files} isBroken={isBroken} />
      <Shadow files={files} isBroken={isBroken} changes={changes} />
    </div>
  );
}

const CHANGES: readonly Change[] = ['different', 'new', 'gone', 'other_rule'];

function Replay({ files, isBroken }: { files: Files; isBroken: boolean }) {
  const words = useRuleWords();
  const { t } = words;
  const [baseline, setBaseline] = useState<Baseline>('in_force');
  const [soFar, setSoFar] = useState<SoFar>(NOTHING);
  const [shown, setShown] = useState<Change | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<object | null>(null);
  const [isRunning, setRunning] = useState(false);
  useEffect(
    () => () => {
      running.current = null;
    },
    [],
  );

  const stop = () => {
    running.current = null;
    setRunning(false);
  };
  const run = async () => {
    const mine = {};
    running.current = mine;
    setRunning(true);
    setError(null);
    setSoFar(NOTHING);
    setShown(null);
    try {
      for (let all = NOTHING; running.current === mine && all.next !== null; ) {
        const page = await data(
          api.POST('/v1/rules:replay', {
            body: { candidate: sourcesOf(files), baseline, cursor: all.next ?? null },
          }),
        );
        if (running.current !== mine) return;
        all = withPage(all, page);
        setSoFar(all);
      }
    } catch (error) {
      if (running.current === mine) setError(error);
    } finally {
      if (running.current === mine) stop();
    }
  };
  const pairs = soFar.pairs.filter(({ change }) => shown === null || change === shown);
  return (
    <section className={css.section}>
      <h2 className={css.heading}>{t('past.title')}</h2>
      <p className={css.lead}>{t('past.lead')}</p>
      <div className={css.ways}>
        <Select
          aria-label={t('past.baseline')}
          value={baseline}
          onChange={(event) => setBaseline(event.target.value === 'recorded' ? 'recorded' : 'in_force')}
        >
          <option value="in_force">{t('past.in_force')}</option>
          <option value="recorded">{t('past.recorded')}</option>
        </Select>
        {isRunning ? (
          <Button onClick={stop}>{t('past.stop')}</Button>
        ) : (
          <Button disabled={isBroken} onClick={() => void run()}>
            {t('past.run')}
          </Button>
        )}
      </div>
      {error !== null && (
        <p className={css.wrong} role="alert">
          {said(error, words)}
        </p>
      )}
      <p
        role="status"
        className={css.summary}
        data-look={soFar.next === null && changed(soFar) === 0 ? 'good' : undefined}
      >
        {soFar.next !== undefined &&
          t('past.counts', {
            n: changed(soFar),
            messages: soFar.messages,
            conversations: soFar.conversations,
          })}
        {isRunning && ` ${t('past.running')}`}
      </p>
      {soFar.failed > 0 && <p className={css.wrong}>{t('past.failed', { n: soFar.failed })}</p>}
      {soFar.pairs.length > 0 && (
        <div className={css.chips}>
          {CHANGES.filter((change) => soFar.by[change] > 0).map((change) => (
            <Chip
              key={change}
              aria-pressed={shown === change}
              onClick={() => setShown(shown === change ? null : change)}
            >
              {t(`change.${change}`)} {soFar.by[change]}
            </Chip>
          ))}
        </div>
      )}
      <ul className={css.pairs}>
        {pairs.map((pair) => (
          <PairView key={`${pair.conversation} ${pair.event} ${pair.after_seconds ?? ''}`} pair={pair} />
        ))}
      </ul>
    </section>
  );
}

function answer(t: RulesTranslate, { wanted, failed }: Pair['before']): string {
  const told = wanted.map(({ does, what }) => {
    const word = does === 'reply' || does === 'says' ? '' : (maybe(t, `does.${does}`) ?? does);
    return [word, what].filter(Boolean).join(': ');
  });
  return [...told, ...failed].join('\n') || t('past.nothing');
}

function PairView({ pair }: { pair: Pair }) {
  const { t, clock } = useRuleWords();
  const { conversation, at, text, change, before, after, after_seconds } = pair;
  return (
    <li className={css.pair}>
      <p className={css.asked}>
        <span className={css.tag}>{t(`change.${change}`)}</span>
        <q>{after_seconds ? t('occasion.after_span', { span: clock.span(after_seconds * 1000) }) : text}</q>
        <Link to="/inbox/c/$conversation" params={{ conversation }} title={clock.full(at)} className="num">
          {clock.short(at, Date.now())}
        </Link>
      </p>
      <dl className={css.sides}>
        <div>
          <dt>{t('past.before')}</dt>
          <dd className={css.del}>{answer(t, before)}</dd>
          <dd className={css.spot}>{before.rules.join(t('list.comma'))}</dd>
        </div>
        <div>
          <dt>{t('past.after')}</dt>
          <dd className={css.ins}>{answer(t, after)}</dd>
          <dd className={css.spot}>{after.rules.join(t('list.comma'))}</dd>
        </div>
      </dl>
    </li>
  );
}

function Shadow({ files, isBroken, changes }: Props) {
  const words = useRuleWords();
  const { t, clock } = words;
  const queries = useQueryClient();
  const { data: shadow } = useQuery(shadowQuery);
  const { run, dialog } = useConfirmed();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (begins: boolean) =>
      begins
        ? run(() => data(api.PUT('/v1/rules/shadow', { body: { ...sourcesOf(files), note: '' } })))
        : data(api.DELETE('/v1/rules/shadow')),
    onSuccess: (now) => {
      queries.setQueryData(shadowQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
    },
  });
  const running = shadow?.running;
  const report = shadow?.report;
  return (
    <section className={css.section}>
      <h2 className={css.heading}>{t('shadow.title')}</h2>
      <p className={css.lead}>{t('shadow.lead')}</p>
      {running && (
        <p>
          {t('shadow.running', {
            version: short(running.version),
            by: author(t, running.by, running.by_name),
            when: clock.short(running.since, Date.now()),
          })}
        </p>
      )}
      {report && (
        <>
          <p className={css.summary}>
            {t('shadow.counts', { n: report.different, asked: report.asked, failed: report.failed })}
          </p>
          <ul className={css.pairs}>
            {report.pairs.map(({ old, new: now, count, samples }) => (
              <li key={`${old.join()} ${now.join()}`} className={css.pair}>
                <p className={css.asked}>
                  <span className={css.tag}>{count}</span>
                  {old.join(t('list.comma')) || t('past.nothing')} →{' '}
                  {now.join(t('list.comma')) || t('past.nothing')}
                </p>
                {samples.map((sample) => (
                  <p key={`${sample.conversation} ${sample.at}`} className={css.lead}>
                    <Link to="/inbox/c/$conversation" params={{ conversation: sample.conversation }}>
                      {sample.text ?? t('shadow.gone')}
                    </Link>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {error && (
        <p className={css.wrong} role="alert">
          {said(error, words)}
        </p>
      )}
      <div className={css.ways}>
        <Button disabled={isBroken || isPending || changes === 0} onClick={() => mutate(true)}>
          {t('shadow.begin')}
        </Button>
        {running && (
          <Button disabled={isPending} onClick={() => mutate(false)}>
            {t('shadow.end')}
          </Button>
        )}
        {running && (
          <Button
            look="quiet"
            onClick={() => void queries.invalidateQueries({ queryKey: shadowQuery.queryKey })}
          >
            {t('shadow.look')}
          </Button>
        )}
      </div>
      {dialog}
    </section>
  );
}
