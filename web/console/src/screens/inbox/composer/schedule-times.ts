// Times that people often schedule for, on the clocks of the desk.
import { fromLocal, toLocal } from '@madoguchi/shared/time';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const PRESETS = ['hour', 'evening', 'tomorrow', 'tomorrow_afternoon', 'monday'] as const;
export type Preset = (typeof PRESETS)[number];

/** When a preset is, as date fields write it; `null` if it has passed for today. */
export function preset(name: Preset, now: number, timeZone: string): string | null {
  const day = (days: number) => toLocal(now + days * DAY, timeZone).slice(0, 10);
  switch (name) {
    case 'hour':
      // On the next five minutes: nobody means 14:03.
      return toLocal(Math.ceil((now + 60 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE, timeZone);
    case 'evening': {
      const evening = `${day(0)}T18:00`;
      return fromLocal(evening, timeZone) > now + 5 * MINUTE ? evening : null;
    }
    case 'tomorrow':
      return `${day(1)}T09:00`;
    case 'tomorrow_afternoon':
      return `${day(1)}T13:00`;
    case 'monday': {
      const today = new Date(`${day(0)}T12:00Z`).getUTCDay();
      return `${day((8 - today) % 7 || 7)}T09:00`;
    }
  }
}
