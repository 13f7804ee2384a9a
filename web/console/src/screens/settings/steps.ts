// The steps of actions (アクション, CMP-04): their kinds, what each says in words, and what can be seen to be wrong with it.
import { messageWrong, NAME, nameWrong, valueWrong, type Wrong } from './checks';
import type { Action, ActionStep } from './query';
import type { SettingsTranslate } from './words';

export type StepKind = ActionStep['do'];

/** The kinds in the order in which they are offered. */
export const KINDS = [
  'reply',
  'template',
  'note',
  'tag',
  'untag',
  'status',
  'category',
  'field',
  'join',
  'assign',
  'confirm',
  'hold',
  'request_rating',
  'request_end',
  'complete',
] as const satisfies readonly StepKind[];

/** The most actions, the most steps of one, and the most of these that say something to the customer. */
export const ACTIONS = 100;
export const STEPS = 20;
const SAYING = 5;
/** The most characters of a field's value. */
const VALUE = 500;
/** The longest hold, in minutes: 366 days. */
const HOLD = 366 * 24 * 60;

const SPEAKING: ReadonlySet<StepKind> = new Set(['reply', 'template', 'request_rating', 'request_end']);

/** A step of a kind, with what it shares with the one before it. */
export function turned(step: ActionStep, kind: StepKind): ActionStep {
  const text = 'text' in step ? step.text : '';
  const tag = 'tag' in step ? step.tag : '';
  switch (kind) {
    case 'reply':
    case 'note':
      return { do: kind, text };
    case 'tag':
    case 'untag':
      return { do: kind, tag };
    case 'template':
      return { do: kind, template: '' };
    case 'status':
      return { do: kind, status: null };
    case 'category':
      return { do: kind, category: null };
    case 'field':
      return { do: kind, name: '', value: '' };
    case 'assign':
      return { do: kind, to: 'me' };
    case 'hold':
      return { do: kind, minutes: null };
    default:
      return { do: kind };
  }
}

/** What steps name by an id, as people read it. */
export interface Names {
  status: (id: string) => string;
  operator: (id: string) => string;
}

/** What a step does to what, as one line; empty if its kind says it all. */
export function detail(step: ActionStep, names: Names, t: SettingsTranslate): string {
  switch (step.do) {
    case 'reply':
    case 'note':
      return step.text;
    case 'template':
      return step.template;
    case 'tag':
    case 'untag':
      return step.tag;
    case 'status':
      return step.status ? names.status(step.status) : t('settings.actions.none');
    case 'category':
      return step.category ? step.category : t('settings.actions.none');
    case 'field':
      return `${step.name} = ${step.value || t('settings.nothing')}`;
    case 'assign':
      return receiver(step.to, names, t);
    case 'hold':
      return step.minutes ? t('settings.minutes', { n: step.minutes }) : t('settings.actions.hold_open_end');
    default:
      return '';
  }
}

/** Who `to` is: whoever runs the action, the queue, the bot or an operator. */
export function receiver(to: string, names: Names, t: SettingsTranslate): string {
  if (to === 'me' || to === 'queue' || to === 'bot') return t(`settings.actions.to.${to}`);
  return names.operator(to);
}

/** A step in words. */
export function told(step: ActionStep, names: Names, t: SettingsTranslate): string {
  const what = detail(step, names, t);
  const kind = t(`settings.step.${step.do}`);
  return what === '' ? kind : t('settings.actions.step_told', { kind, what });
}

/** Where a step is wrong, and why. */
function stepWrong(step: ActionStep, t: SettingsTranslate): [field: string, wrong: string | undefined][] {
  switch (step.do) {
    case 'reply':
    case 'note':
      return [['text', messageWrong(step.text, t)]];
    case 'template':
      return [['template', chosen(step.template, t)]];
    case 'tag':
    case 'untag':
      return [['tag', chosen(step.tag, t)]];
    case 'field':
      return [
        ['name', chosen(step.name, t)],
        ['value', valueWrong(step.value, VALUE, t)],
      ];
    case 'hold': {
      const { minutes } = step;
      const possible = minutes == null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= HOLD);
      return [['minutes', possible ? undefined : t('settings.actions.minutes_wrong', { most: HOLD })]];
    }
    default:
      return [];
  }
}

function chosen(name: string, t: SettingsTranslate): string | undefined {
  return name === '' ? t('settings.check.choose') : nameWrong(name, t);
}

function idWrong(id: string, t: SettingsTranslate): string | undefined {
  return /^[a-z0-9_-]{1,64}$/.test(id) ? undefined : t('settings.actions.id_wrong', { n: NAME });
}

export function checkActions(actions: Action[], t: SettingsTranslate): Wrong {
  const found: Record<string, string> = {};
  const note = (path: string, wrong: string | undefined) => {
    if (wrong) found[path] = wrong;
  };
  const seen = new Set<string>();
  actions.forEach(({ id, name, steps }, n) => {
    note(`[${n}].id`, idWrong(id, t) ?? (seen.has(id) ? t('settings.check.twice') : undefined));
    seen.add(id);
    note(`[${n}].name`, nameWrong(name, t));
    if (steps.length === 0) note(`[${n}].steps`, t('settings.actions.no_step'));
    if (steps.filter((step) => SPEAKING.has(step.do)).length > SAYING) {
      note(`[${n}].steps`, t('settings.actions.too_chatty', { n: SAYING }));
    }
    steps.forEach((step, s) => {
      for (const [field, wrong] of stepWrong(step, t)) note(`[${n}].steps[${s}].${field}`, wrong);
    });
  });
  return found;
}

/** An id that no action has yet. */
export function newId(actions: readonly Action[]): string {
  const ids = new Set(actions.map(({ id }) => id));
  let n = actions.length + 1;
  while (ids.has(`action_${n}`)) n += 1;
  return `action_${n}`;
}
