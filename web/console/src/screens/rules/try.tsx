import { data, type Schema } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../app/api';
import { deskQuery } from '../../app/desk';
import { said } from '../../app/errors';
import { prefs } from '../../app/prefs';
import { useStore } from '../../app/store';
import { Button, Select } from '../../parts/controls';
import { Circumstances } from './circumstances';
import type { Spot } from './editor';
import { type Files, sourcesOf } from './files';
import { settingsQuery } from './queries';
import { begun, lengthOf, type Move, play, type Setting, type Talk, type Timers, type World } from './talk';
import css from './try.module.css';
import { TurnView } from './turn';
import { useRuleWords } from './words';

interface Props {
  files: Files;
  rules: readonly Schema['RuleView'][];
  /** There are mistakes: nothing can be asked. */
  isBroken: boolean;
  onGo: (spot: Spot) => void;
}

const HOUR = 3600;
/** Lengths that may always be waited for, in seconds. */
const WAITS = [10 * 60, HOUR, 24 * HOUR];

/** A talk with the draft, as a customer would have it. Nothing is sent and nothing kept. */
export function Try({ files, rules, isBroken, onGo }: Props) {
  const words = useRuleWords();
  const { t, language, clock } = words;
  const { data: desk } = useQuery(deskQuery);
  const { data: settings } = useQuery(settingsQuery);
  const { sendKey } = useStore(prefs);
  const [setting, setSetting] = useState<Setting>({ inbox: '', language, name: '', at: null, online: 1 });
  const first = desk?.inboxes.find(({ bot }) => bot) ?? desk?.inboxes[0];
  const inbox = setting.inbox || (first?.id ?? '');
  const [talk, setTalk] = useState<Talk>(() => begun(Date.now()));
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const log = useRef<HTMLDivElement>(null);
  const count = talk.turns.length;

  const conduct = settings?.inboxes.find(({ id }) => id === inbox)?.conduct.value;
  const timers = useMemo<Timers>(() => {
    const seconds = (hours: number | undefined) => (hours ? hours * HOUR : null);
    return {
      endRequest: seconds(conduct?.auto_end_request_hours),
      completeBot: seconds(conduct?.auto_complete_bot_hours),
      completeOperator: seconds(conduct?.auto_complete_operator_hours),
    };
  }, [conduct]);
  const lengths = useMemo(
    () => [...new Set(rules.filter(({ kind }) => kind === 'after').flatMap((rule) => rule.words))],
    [rules],
  );
  const waits = useMemo(() => {
    const own = lengths.map((written) => lengthOf(written, timers, talk.withPeople));
    const all = [...WAITS, ...own.filter((one): one is number => one !== null)];
    return [...new Set(all)].sort((a, b) => a - b);
  }, [lengths, timers, talk.withPeople]);
  const [wait, setWait] = useState(HOUR);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn more is what it scrolls for
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [count]);

  const again = (next: Partial<Setting>) => {
    const changed = { ...setting, ...next };
    setSetting(changed);
    setTalk(begun(changed.at ?? Date.now()));
    setError(null);
  };
  const go = async (move: Move) => {
    const world: World = {
      setting: { ...setting, inbox },
      lengths,
      timers,
      ask: async (question) => {
        const { sources } = sourcesOf(files);
        const tried = await data(api.POST('/v1/rules:try', { body: { ...question, sources } }));
        if (!tried.explanation) throw new Error(tried.diagnostics[0]?.message);
        return tried.explanation;
      },
    };
    setBusy(true);
    setError(null);
    try {
      setTalk(await play(talk, move, world));
    } catch (error) {
      setError(error);
    } finally {
      setBusy(false);
    }
  };
  const send = () => {
    const says = text.trim();
    if (says === '' || busy || isBroken) return;
    setText('');
    void go({ does: 'says', text: says });
  };
  const press = (event: KeyboardEvent) => {
    const { isComposing, keyCode } = event.nativeEvent;
    if (event.key !== 'Enter' || isComposing || keyCode === 229) return;
    const sends = event.ctrlKey || event.metaKey || event.shiftKey === (sendKey === 'shift-enter');
    if (!sends) return;
    event.preventDefault();
    send();
  };

  return (
    <div className={css.try}>
      <Circumstances setting={{ ...setting, inbox }} onChange={again} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <div ref={log} className={css.log} role="log" tabIndex={0} aria-label={t('try.log')}>
        {count === 0 && <p className={css.empty}>{t('try.empty')}</p>}
        {talk.turns.map((turn, at) => (
          <TurnView
            // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever added
            key={at}
            turn={turn}
            isLast={at === count - 1}
            isBusy={busy || isBroken}
            onPress={(button, label) => void go({ does: 'presses', button, label })}
            onGo={onGo}
          />
        ))}
        {error !== null && (
          <p className={css.wrong} role="alert">
            {said(error, words)}
          </p>
        )}
      </div>
      {talk.withPeople && (
        <p className={css.people}>
          {t('try.with_people')}
          <Button small disabled={busy} onClick={() => void go({ does: 'back-to-bot' })}>
            {t('try.back_to_bot')}
          </Button>
        </p>
      )}
      {isBroken && <p className={css.people}>{t('try.broken')}</p>}
      <div className={css.box}>
        <textarea
          aria-label={t('try.text')}
          placeholder={t('try.placeholder')}
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
        />
        <div className={css.ways}>
          <Button small disabled={busy || isBroken} onClick={() => void go({ does: 'follows' })}>
            {t('try.follow')}
          </Button>
          <span className={css.wait}>
            <Select
              aria-label={t('try.wait_label')}
              value={wait}
              onChange={(event) => setWait(Number(event.target.value))}
            >
              {waits.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {clock.span(seconds * 1000)}
                </option>
              ))}
            </Select>
            <Button
              small
              disabled={busy || isBroken}
              onClick={() => void go({ does: 'waits', seconds: wait })}
            >
              {t('try.wait')}
            </Button>
          </span>
          <Button small disabled={count === 0} onClick={() => again({})}>
            {t('try.again')}
          </Button>
          <Button small look="primary" disabled={text.trim() === '' || busy || isBroken} onClick={send}>
            {t('try.send')}
          </Button>
        </div>
      </div>
    </div>
  );
}
