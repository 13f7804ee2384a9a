// A conversation with rules that nobody else sees. The desk answers one question at a time and remembers nothing of it;
// what lies between two questions (tags, what rules remember, who has the conversation, the time) is kept here.
import type { Schema } from '@madoguchi/shared/api';

export type Explanation = Schema['ExplanationView'];
export type Wanted = Schema['WantedView'];
export type Occasion = Schema['OccasionName'];
export type Question = Omit<Schema['TryBody'], 'sources'>;

/** Who writes, where and when. */
export interface Setting {
  inbox: string;
  language: 'ja' | 'en';
  name: string;
  /** Milliseconds; `null` is now. */
  at: number | null;
  /** Operators who are online. */
  online: number;
}

/** What a customer may do, or what may be done in their conversation. */
export type Move =
  | { does: 'says'; text: string }
  | { does: 'presses'; button: string; label: string }
  | { does: 'follows' }
  | { does: 'waits'; seconds: number }
  | { does: 'back-to-bot' };

export interface Asked {
  occasion: Occasion;
  afterSeconds: number;
  explanation: Explanation;
}

/** What came of a move. */
export interface Turn {
  move: Move;
  /** When, in milliseconds. */
  at: number;
  asked: Asked[];
}

export interface Talk {
  now: number;
  /** The last message, in or out. */
  last: number;
  /** The length of the last timer that has rung since then, in seconds. */
  rung: number;
  vars: Record<string, string>;
  fields: Record<string, string>;
  tags: string[];
  history: string[];
  misses: number;
  opened: boolean;
  withPeople: boolean;
  turns: Turn[];
}

export function begun(now: number): Talk {
  return {
    now,
    last: now,
    rung: 0,
    vars: {},
    fields: {},
    tags: [],
    history: [],
    misses: 0,
    opened: false,
    withPeople: false,
    turns: [],
  };
}

/** How long the inbox waits, in seconds; `null` is for ever. */
export interface Timers {
  endRequest: number | null;
  completeBot: number | null;
  completeOperator: number | null;
}

const UNITS = { minutes: 60, hours: 3600, days: 86_400 } as const;

/** A length as rules write it, in seconds; `null` if it never comes. */
export function lengthOf(written: string, timers: Timers, withPeople: boolean): number | null {
  const fixed = /^(minutes|hours|days)\((\d+)\)$/.exec(written);
  if (fixed) return Number(fixed[2]) * UNITS[fixed[1] as keyof typeof UNITS];
  if (written === 'setting("auto_end_request")') return timers.endRequest;
  if (written === 'setting("auto_complete")')
    return withPeople ? timers.completeOperator : timers.completeBot;
  return null;
}

export interface World {
  setting: Setting;
  /** Lengths of `after`, as rules write them. */
  lengths: readonly string[];
  timers: Timers;
  ask: (question: Question) => Promise<Explanation>;
}

/** How much later than what was before it something happens, in milliseconds. */
const PAUSE = 20_000;
/** The most messages that rules see. */
const HISTORY = 10;
/** The most often that time may ring in one wait. */
const RINGS = 100;

const SPEAKS = new Set(['reply', 'buttons', 'quick_replies', 'image', 'template', 'request_end', 'rate']);

/** Lets something happen. The talk before it stays as it was. */
export async function play(before: Talk, move: Move, world: World): Promise<Talk> {
  const talk: Talk = {
    ...before,
    vars: { ...before.vars },
    fields: { ...before.fields },
    tags: [...before.tags],
    history: [...before.history],
  };
  const asked: Asked[] = [];
  const run = new Run(talk, world, asked);
  if (move.does === 'waits') {
    await run.wait(move.seconds);
  } else {
    talk.now += PAUSE;
    if (move.does === 'back-to-bot') talk.withPeople = false;
    else await run.contact(move);
  }
  talk.turns = [...before.turns, { move, at: talk.now, asked }];
  return talk;
}

class Run {
  constructor(
    readonly talk: Talk,
    readonly world: World,
    readonly asked: Asked[],
  ) {}

  async contact(move: Exclude<Move, { does: 'waits' | 'back-to-bot' }>): Promise<void> {
    const { talk } = this;
    talk.last = talk.now;
    talk.rung = 0;
    if (move.does === 'follows') {
      await this.ask('followed');
      return;
    }
    const text = move.does === 'says' ? move.text : move.label;
    if (!talk.opened) {
      talk.opened = true;
      await this.ask('opened', { text });
    }
    // With people, rules are not asked.
    if (!talk.withPeople) {
      talk.misses += 1;
      const answer =
        move.does === 'says'
          ? await this.ask('message', { text })
          : await this.ask('button', { text, button: move.button });
      if (answer.understood) talk.misses = 0;
    }
    talk.history = [...talk.history, text].slice(-HISTORY);
  }

  async wait(seconds: number): Promise<void> {
    const { talk, world } = this;
    const until = talk.now + seconds * 1000;
    for (let ring = 0; ring < RINGS && talk.opened; ring += 1) {
      const lengths = world.lengths
        .map((written) => lengthOf(written, world.timers, talk.withPeople))
        .filter((length): length is number => length !== null && length > talk.rung);
      const next = Math.min(...lengths);
      const due = talk.last + next * 1000;
      if (!Number.isFinite(next) || due > until) break;
      talk.now = Math.max(talk.now, due);
      talk.rung = next;
      await this.ask('after', { afterSeconds: next });
    }
    talk.now = until;
  }

  async ask(
    occasion: Occasion,
    more: { text?: string; button?: string; afterSeconds?: number } = {},
  ): Promise<Explanation> {
    const { talk, world } = this;
    const { text = '', button = '', afterSeconds = 0 } = more;
    const { inbox, language, name, online } = world.setting;
    const explanation = await world.ask({
      occasion,
      text,
      button,
      after_seconds: afterSeconds,
      facts: {
        inbox,
        language,
        name,
        online,
        at: new Date(talk.now).toISOString(),
        tags: talk.tags,
        fields: talk.fields,
        vars: talk.vars,
        misses: talk.misses,
        with_people: talk.withPeople,
        history: talk.history,
      },
    });
    this.asked.push({ occasion, afterSeconds, explanation });
    await this.apply(explanation.proposed, occasion);
    return explanation;
  }

  async apply(proposed: readonly Wanted[], occasion: Occasion): Promise<void> {
    const { talk } = this;
    let handedOver: string | null = null;
    let ended = false;
    for (const { does, what } of proposed) {
      // A conversation that people have is not handed over twice.
      if (does === 'escalate' && !talk.withPeople) handedOver ??= what;
      if (does === 'complete') ended = true;
      keep(talk, does, what);
      if (SPEAKS.has(does)) {
        talk.last = talk.now;
        talk.rung = 0;
      }
    }
    if (handedOver !== null) {
      talk.withPeople = true;
      await this.ask('handed_over', { text: handedOver });
    }
    if (ended && occasion !== 'ended') {
      await this.ask('ended');
      Object.assign(talk, { opened: false, withPeople: false, misses: 0 });
    }
  }
}

/** What a proposal leaves behind for the next question. */
function keep(talk: Talk, does: string, what: string): void {
  const cut = what.indexOf(' = ');
  const [name, value] = cut < 0 ? [what, ''] : [what.slice(0, cut), what.slice(cut + 3)];
  if (does === 'tag' && !talk.tags.includes(what)) talk.tags.push(what);
  else if (does === 'untag') talk.tags = talk.tags.filter((tag) => tag !== what);
  else if (does === 'assign') talk.withPeople = true;
  else if (does === 'var' || does === 'set_field') {
    const into = does === 'var' ? talk.vars : talk.fields;
    if (value === '') delete into[name];
    else into[name] = value;
  }
}

/** The moment that a clock in a time zone shows as `YYYY-MM-DDTHH:MM`, in milliseconds. */
export function momentOf(local: string, timeZone: string): number {
  const wanted = Date.parse(`${local}Z`);
  const shown = (at: number) => Date.parse(`${localOf(at, timeZone)}Z`);
  // The offset may be another one on the other side of a change of clocks.
  const first = wanted - (shown(wanted) - wanted);
  return first - (shown(first) - wanted);
}

/** What a clock in a time zone shows, as `YYYY-MM-DDTHH:MM`. */
export function localOf(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(new Date(at)).replace(' ', 'T');
}
