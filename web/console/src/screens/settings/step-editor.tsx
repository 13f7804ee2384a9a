import { useQuery } from '@tanstack/react-query';
import { teamQuery } from '../../app/desk';
import { Field, Labelled, Select } from '../../parts/controls';
import { categoryPaths } from '../inbox/panel/record';
import { BlankedField } from './blanked-field';
import type { ActionStep, Settings } from './query';
import css from './screens.module.css';
import { KINDS, type Names, receiver, turned } from './steps';
import { useSettingsWords } from './words';

interface Props {
  /** Its place, from 1. */
  n: number;
  step: ActionStep;
  settings: Settings;
  names: Names;
  /** What is wrong with a field of the step. */
  wrong: (field: string) => string | undefined;
  onChange: (step: ActionStep) => void;
}

/** One step of an action: what is done at the left, with what at the right. */
export function StepEditor(props: Props) {
  const { n, step, onChange } = props;
  const { t } = useSettingsWords();
  return (
    <div className={css.step}>
      <Labelled label={t('settings.actions.does', { n })}>
        {(given) => (
          <Select
            {...given}
            value={step.do}
            onChange={(event) =>
              onChange(turned(step, KINDS.find((kind) => kind === event.target.value) ?? step.do))
            }
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`settings.step.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      <div className={css.with}>
        <With {...props} />
      </div>
    </div>
  );
}

function With({ step, settings, names, wrong, onChange }: Omit<Props, 'n'>) {
  const { t, language } = useSettingsWords();
  const { data: team } = useQuery(teamQuery);
  const fields = settings.fields.value;
  switch (step.do) {
    case 'reply':
    case 'note':
      return (
        <BlankedField
          label={t('settings.actions.words')}
          rows={2}
          value={step.text}
          fields={fields.map(({ name }) => name)}
          byOperator
          wrong={wrong('text')}
          onChange={(text) => onChange({ ...step, text })}
        />
      );
    case 'template':
      return (
        <Picker
          label={t('settings.templates.title')}
          value={step.template}
          groups={[{ of: settings.templates.value.map(({ name }) => name) }]}
          wrong={wrong('template')}
          onPick={(template) => onChange({ ...step, template })}
        />
      );
    case 'tag':
    case 'untag':
      return (
        <Picker
          label={t('settings.tags.title')}
          value={step.tag}
          groups={settings.tags.value.map(({ name, tags }) => ({ name, of: tags }))}
          wrong={wrong('tag')}
          onPick={(tag) => onChange({ ...step, tag })}
        />
      );
    case 'status':
      return (
        <Picker
          label={t('settings.statuses.title')}
          value={step.status ?? ''}
          nothing={t('settings.actions.none')}
          groups={[{ of: settings.statuses.value.map(({ id }) => id) }]}
          called={(id) => settings.statuses.value.find((status) => status.id === id)?.[language] ?? id}
          wrong={wrong('status')}
          onPick={(status) => onChange({ ...step, status: status || null })}
        />
      );
    case 'category':
      return (
        <Picker
          label={t('settings.categories.title')}
          value={step.category ?? ''}
          nothing={t('settings.actions.none')}
          groups={[{ of: categoryPaths(settings.categories.value) }]}
          wrong={wrong('category')}
          onPick={(category) => onChange({ ...step, category: category || null })}
        />
      );
    case 'field': {
      const kind = fields.find(({ name }) => name === step.name)?.kind;
      return (
        <>
          <Picker
            label={t('settings.fields.name')}
            value={step.name}
            groups={[{ of: fields.map(({ name }) => name) }]}
            wrong={wrong('name')}
            onPick={(name) => onChange({ ...step, name })}
          />
          {kind?.type === 'choice' ? (
            <Picker
              label={t('settings.actions.value')}
              value={step.value}
              nothing={t('settings.actions.erase')}
              groups={[{ of: kind.of }]}
              wrong={wrong('value')}
              onPick={(value) => onChange({ ...step, value })}
            />
          ) : (
            <BlankedField
              label={t('settings.actions.value')}
              hint={t('settings.actions.value_hint')}
              rows={1}
              value={step.value}
              fields={fields.map(({ name }) => name)}
              byOperator
              wrong={wrong('value')}
              onChange={(value) => onChange({ ...step, value })}
            />
          )}
        </>
      );
    }
    case 'assign':
      return (
        <Picker
          label={t('settings.actions.to')}
          value={step.to}
          groups={[
            { of: ['me', 'queue', 'bot'] },
            {
              name: t('settings.team.title'),
              of: (team ?? []).filter(({ disabled }) => !disabled).map(({ id }) => id),
            },
          ]}
          called={(to) => receiver(to, names, t)}
          wrong={wrong('to')}
          onPick={(to) => onChange({ ...step, to })}
        />
      );
    case 'hold': {
      const { minutes } = step;
      return (
        <Field
          label={t('settings.actions.minutes')}
          hint={t('settings.actions.minutes_hint')}
          type="number"
          min={1}
          value={minutes == null || Number.isNaN(minutes) ? '' : minutes}
          wrong={wrong('minutes')}
          onChange={({ target }) =>
            onChange({
              ...step,
              minutes: target.value === '' && !target.validity.badInput ? null : target.valueAsNumber,
            })
          }
        />
      );
    }
    default:
      return null;
  }
}

interface PickerProps {
  label: string;
  value: string;
  groups: { name?: string; of: readonly string[] }[];
  /** What people read for a value; left out: itself. */
  called?: (value: string) => string;
  /** What an empty value is called; left out: something has to be chosen. */
  nothing?: string;
  wrong: string | undefined;
  onPick: (value: string) => void;
}

/** One of what the settings hold. What stands there and is no longer among it stays until somebody chooses anew. */
function Picker({ label, value, groups, called = (value) => value, nothing, wrong, onPick }: PickerProps) {
  const { t } = useSettingsWords();
  const gone = value !== '' && !groups.some(({ of }) => of.includes(value));
  const options = (of: readonly string[]) =>
    of.map((one) => (
      <option key={one} value={one}>
        {called(one)}
      </option>
    ));
  return (
    <Labelled label={label} wrong={wrong}>
      {(given) => (
        <Select {...given} value={value} onChange={(event) => onPick(event.target.value)}>
          {nothing !== undefined && <option value="">{nothing}</option>}
          {nothing === undefined && (
            <option value="" disabled>
              {t('settings.actions.choose')}
            </option>
          )}
          {gone && <option value={value}>{t('settings.actions.gone', { name: called(value) })}</option>}
          {groups.map(({ name, of }) =>
            name === undefined ? (
              options(of)
            ) : (
              <optgroup key={name} label={name}>
                {options(of)}
              </optgroup>
            ),
          )}
        </Select>
      )}
    </Labelled>
  );
}
