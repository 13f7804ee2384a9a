// Times as people read them: in the desk's time zone and the reader's language.

const MINUTE = 60_000;

export interface Clock {
  /** `10:42`. */
  time(at: string): string;
  /** For lists: `10:42` today, the word for yesterday, `11/19`, `2025/11/19`. */
  short(at: string, now: number): string;
  /** The name of a day: `11月21日(土)`. */
  day(at: string): string;
  /** Everything, to the second. */
  full(at: string): string;
  /** What two times of one day have in common. */
  dayKey(at: string | number): string;
  /** `1 時間 12 分`; nothing is shorter than a minute. */
  span(ms: number): string;
}

export function clock(language: string, timeZone: string): Clock {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const key = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const month = format({ month: 'numeric', day: 'numeric' });
  const year = format({ year: 'numeric', month: 'numeric', day: 'numeric' });
  const day = format({ month: 'long', day: 'numeric', weekday: 'short' });
  const full = format({ dateStyle: 'long', timeStyle: 'medium', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unit = (name: 'hour' | 'minute') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' });
  const units = { hour: unit('hour'), minute: unit('minute') };
  const dayKey = (at: string | number) => key.format(new Date(at));
  return {
    time: (at) => time.format(new Date(at)),
    day: (at) => day.format(new Date(at)),
    full: (at) => full.format(new Date(at)),
    dayKey,
    short(at, now) {
      const then = dayKey(at);
      if (then === dayKey(now)) return time.format(new Date(at));
      if (then === dayKey(now - 24 * 60 * MINUTE)) return relative.format(-1, 'day');
      return (then.slice(0, 4) === dayKey(now).slice(0, 4) ? month : year).format(new Date(at));
    },
    span(ms) {
      const minutes = Math.max(1, Math.round(ms / MINUTE));
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      if (hours === 0) return units.minute.format(minutes);
      return rest === 0
        ? units.hour.format(hours)
        : `${units.hour.format(hours)} ${units.minute.format(rest)}`;
    },
  };
}

/** A moment as fields for dates and times write it, on the clocks of a zone: `2026-11-22T09:00`. */
export function toLocal(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The moment at which the clocks of a zone show this; `NaN` if it is no time. */
export function fromLocal(local: string, timeZone: string): number {
  const utc = Date.parse(`${local}Z`);
  if (Number.isNaN(utc)) return Number.NaN;
  const ahead = (at: number) => Date.parse(`${toLocal(at, timeZone)}Z`) - at;
  // Clocks may be changed between the first guess and the moment itself.
  const guess = utc - ahead(utc);
  return utc - ahead(guess);
}
