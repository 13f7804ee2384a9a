/** Nobody is there to answer: when somebody will be, and a form for what cannot wait (CHN-08). */

import { type ComponentChildren, Fragment } from 'preact';
import type { FormWords } from './extra-words';
import { h } from './h';
import type { State } from './model';
import { Agreement, Failure, type Look } from './parts';
import type { Config } from './protocol';
import { fill } from './words';

type FormLook = Look<FormWords>;

/** A Monday, from which the names of the days are counted. */
const MONDAY = Date.UTC(2024, 0, 1);
const ALWAYS = '00:00-24:00';

/** The week, days that are alike together. */
function Week({ hours, look: { lang, words } }: { hours: Config['hours']; look: FormLook }) {
  const { days, timeZone } = hours;
  if (days.every((spans) => spans.join() === ALWAYS)) return null;
  const name = (day: number) =>
    new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + day * 86_400_000);
  const groups: { from: number; to: number; spans: readonly string[] }[] = [];
  days.forEach((spans, day) => {
    const last = groups.at(-1);
    if (last?.spans.join() === spans.join()) last.to = day;
    else groups.push({ from: day, to: day, spans });
  });
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <p class="small">
        {words.hours}
        {timeZone === here ? null : ` (${timeZone})`}
      </p>
      <dl class="small">
        {groups.map(({ from, to, spans }) => (
          <>
            <dt>{from === to ? name(from) : `${name(from)} – ${name(to)}`}</dt>
            <dd>{spans.length ? spans.map((span) => span.replace('-', ' – ')).join(', ') : words.shut}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** Says that nobody is there and when somebody will be, in the visitor's own time. */
export function Closed(props: { look: FormLook; config: Config; children?: ComponentChildren }) {
  const { look, config, children } = props;
  const { words, lang } = look;
  const time = {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  } as const;
  const opens = config.opensAt && new Intl.DateTimeFormat(lang, time).format(new Date(config.opensAt));
  return (
    <div class="card">
      <p>{config.open ? words.absent : words.closed}</p>
      {opens ? <p>{fill(words.opens, { t: opens })}</p> : null}
      {config.open ? null : <Week hours={config.hours} look={look} />}
      {children}
    </div>
  );
}

/** The form, and what sending it means. */
export function Enquiry({ look, state }: { look: FormLook; state: State }) {
  const { words, client } = look;
  const { config, stage } = state;
  if (!config) return null;
  const send = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const told = (name: string) => `${data.get(name) ?? ''}`.trim();
    if (!told('text')) return;
    await client.start();
    if (client.state.stage !== 'live') return;
    client.tab.draft = '';
    client.set({ sheet: undefined });
    client.talk?.enquire({
      email: told('email'),
      text: told('text'),
      ...(told('name') && { name: told('name') }),
    });
  };
  return (
    <>
      <Closed look={look} config={config} />
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          send(event.currentTarget);
        }}
      >
        <h3>{words.ask}</h3>
        <Failure words={words} error={state.error} />
        <label>
          {words.name}
          <input name="name" autocomplete="name" maxLength={200} />
        </label>
        <label>
          {words.email}
          <input name="email" type="email" autocomplete="email" required maxLength={254} />
        </label>
        <label>
          {words.asks}
          <textarea name="text" rows={4} required maxLength={config.limits.textMaxChars}>
            {client.tab.draft}
          </textarea>
        </label>
        <Agreement config={config} words={words} />
        <div class="two">
          {config.bot ? (
            <button type="button" class="second" onClick={() => client.set({ sheet: undefined })}>
              {words.cancel}
            </button>
          ) : null}
          <button type="submit" class="main" disabled={stage === 'starting'}>
            {words.agreeAsk}
          </button>
        </div>
      </form>
    </>
  );
}
