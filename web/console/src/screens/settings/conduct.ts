// How an inbox behaves, setting by setting: what the page shows, and what a comparison says.
import type { Channel } from '../../app/api';
import type { Line } from './changes';
import type { Wrong } from './checks';
import { checkHours, hoursLines, tidyHours } from './hours-editor';
import type { Conduct } from './query';
import type { SettingsTranslate } from './words';

type Of<T> = { [K in keyof Conduct]-?: Conduct[K] extends T ? K : never }[keyof Conduct];

/** A setting that is on or off, a number, or one of several. */
export type Knob =
  | { kind: 'switch'; key: Of<boolean> }
  | { kind: 'number'; key: Of<number>; most: number; least: number }
  | { kind: 'hours'; key: 'auto_end_request_hours'; of: readonly number[] }
  | { kind: 'reopen'; key: 'reopen_to' }
  | { kind: 'language'; key: 'language' };

/** Hours of silence after which customers can be asked whether to end (STA-08). */
const END_REQUEST = [0, 1, 2, 6, 24, 48] as const;
const DAY_OF_MINUTES = 24 * 60;
const NINETY_DAYS_OF_HOURS = 90 * 24;

const GROUPS = {
  answering: [
    { kind: 'switch', key: 'bot' },
    { kind: 'language', key: 'language' },
    { kind: 'reopen', key: 'reopen_to' },
  ],
  assigning: [
    { kind: 'switch', key: 'prefer_last_operator' },
    { kind: 'switch', key: 'auto_assign' },
  ],
  confirming: [
    { kind: 'switch', key: 'auto_confirm_buttons' },
    { kind: 'switch', key: 'auto_confirm_keywords' },
  ],
  ending: [
    { kind: 'hours', key: 'auto_end_request_hours', of: END_REQUEST },
    { kind: 'number', key: 'end_request_grace_minutes', least: 1, most: DAY_OF_MINUTES },
    { kind: 'number', key: 'auto_complete_bot_hours', least: 0, most: NINETY_DAYS_OF_HOURS },
    { kind: 'number', key: 'auto_complete_operator_hours', least: 0, most: NINETY_DAYS_OF_HOURS },
    { kind: 'switch', key: 'ask_rating' },
  ],
  sending: [{ kind: 'switch', key: 'push_only' }],
} as const satisfies Record<string, readonly Knob[]>;

export type Group = keyof typeof GROUPS;

/** What a channel has: only LINE counts pushes. */
export function groups(channel: Channel): { name: Group; knobs: readonly Knob[] }[] {
  const names: Group[] = ['answering', 'assigning', 'confirming', 'ending'];
  if (channel === 'line') names.push('sending');
  return names.map((name) => ({ name, knobs: GROUPS[name] }));
}

const NOTICES = [
  'handed_over',
  'nobody_online',
  'outside_hours',
  'end_request',
  'end_button',
  'continue_button',
  'ended',
  'rating',
] as const;

/** What the desk says by itself; the web messenger begins with a greeting and a consent. */
export function notices(channel: Channel) {
  return channel === 'web' ? (['greeting', 'consent', ...NOTICES] as const) : NOTICES;
}

export type Notice = ReturnType<typeof notices>[number];

/** The most characters: buttons are short. */
export function longest(notice: Notice): number {
  return notice === 'end_button' || notice === 'continue_button' ? 20 : 1000;
}

/** With one of its texts changed; an empty one is the desk's own. */
export function withText(conduct: Conduct, notice: Notice, text: string): Conduct {
  const { [notice]: _, ...others } = conduct.texts ?? {};
  return { ...conduct, texts: text === '' ? others : { ...others, [notice]: text } };
}

export function checkConduct(conduct: Conduct, t: SettingsTranslate): Wrong {
  const found: Record<string, string> = {};
  if (conduct.name.trim() === '') found.name = t('settings.check.empty');
  for (const knobs of Object.values(GROUPS) as (readonly Knob[])[]) {
    for (const knob of knobs) {
      if (knob.kind === 'number' && !Number.isInteger(conduct[knob.key])) {
        found[knob.key] = t('settings.check.number');
      }
    }
  }
  return { ...found, ...(conduct.hours && checkHours(conduct.hours, t, 'hours.')) };
}

export function tidyConduct(conduct: Conduct): Conduct {
  const texts = Object.entries(conduct.texts ?? {}).filter(([, text]) => text.trim() !== '');
  return {
    ...conduct,
    name: conduct.name.trim(),
    texts: Object.fromEntries(texts),
    ...(conduct.hours && { hours: tidyHours(conduct.hours) }),
  };
}

/** What a setting says, in words. */
export function told(conduct: Conduct, knob: Knob, t: SettingsTranslate): string {
  switch (knob.kind) {
    case 'switch':
      return conduct[knob.key] ? t('settings.on') : t('settings.off');
    case 'hours':
      return after(conduct[knob.key], t);
    case 'number':
      return knob.key === 'end_request_grace_minutes'
        ? t('settings.minutes', { n: conduct[knob.key] })
        : after(conduct[knob.key], t);
    case 'reopen':
      return t(`settings.inbox.reopen.${conduct.reopen_to}`);
    case 'language':
      return conduct.language ? t(`prefs.language.${conduct.language}`) : t('settings.inbox.of_desk');
  }
}

/** A time of silence; none is never. */
export function after(hours: number, t: SettingsTranslate): string {
  return hours === 0 ? t('settings.never') : t('settings.hours_after', { n: hours });
}

export function conductLines(conduct: Conduct, channel: Channel, t: SettingsTranslate): Line[] {
  const knobs = groups(channel).flatMap(({ knobs }) => knobs);
  const hours = conduct.hours ? hoursLines(conduct.hours, t) : [];
  return [
    { key: 'name', label: t('settings.inbox.name'), text: conduct.name },
    ...knobs.map((knob) => ({
      key: knob.key,
      label: t(`settings.inbox.${knob.key}`),
      text: told(conduct, knob, t),
    })),
    {
      key: 'hours',
      label: t('settings.inbox.hours'),
      text: conduct.hours ? t('settings.inbox.hours_own') : t('settings.inbox.of_desk'),
    },
    ...hours.map((line) => ({ ...line, key: `hours.${line.key}` })),
    ...notices(channel).map((notice) => ({
      key: `texts.${notice}`,
      label: t(`settings.text.${notice}`),
      text: conduct.texts?.[notice] ?? t('settings.inbox.own_words'),
    })),
  ];
}
