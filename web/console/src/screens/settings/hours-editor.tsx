import { useMemo, useState } from 'react';
import { Button, IconButton, Input, Select } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import { put, without } from '../../parts/order';
import { Setting } from '../../parts/setting';
import type { Line } from './changes';
import type { Wrong } from './checks';
import css from './hours.module.css';
import { another, DAYS, type Day, ends, type Hours, isDay, readTime, spanFault } from './times';
import { type SettingsTranslate, useSettingsWords } from './words';

/** What is wrong with opening times; `at` is where they stand in their section. */
export function checkHours(hours: Hours, t: SettingsTranslate, at = ''): Wrong {
  const found: Record<string, string> = {};
  for (const day of DAYS) {
    hours[day].forEach((_, n) => {
      const fault = spanFault(hours[day], n);
      if (fault) found[`${at}${day}[${n}]`] = t(`settings.hours.fault.${fault}`);
    });
  }
  return found;
}

/** Holidays stand in their order, each once. */
export function tidyHours(hours: Hours): Hours {
  return { ...hours, holidays: [...new Set(hours.holidays)].sort() };
}

export function hoursLines(hours: Hours, t: SettingsTranslate): Line[] {
  const days = DAYS.map((day) => ({
    key: day,
    label: t(`settings.day.${day}`),
    text: hours[day].join(t('list.comma')) || t('settings.hours.closed'),
  }));
  return [
    { key: 'zone', label: t('settings.hours.zone'), text: hours.time_zone },
    ...days,
    { key: 'holidays', label: t('settings.hours.holidays'), text: hours.holidays.join(t('list.comma')) },
  ];
}

/** Opening times that a desk begins with. */
export const ALWAYS: Omit<Hours, 'time_zone'> = {
  monday: ['00:00-24:00'],
  tuesday: ['00:00-24:00'],
  wednesday: ['00:00-24:00'],
  thursday: ['00:00-24:00'],
  friday: ['00:00-24:00'],
  saturday: ['00:00-24:00'],
  sunday: ['00:00-24:00'],
  holidays: [],
};

interface Props {
  hours: Hours;
  onChange: (hours: Hours) => void;
  /** What is wrong at a place such as `monday[0]`. */
  wrong: (path: string) => string | undefined;
}

/** A week of opening times, and the days on which they do not count (CHN-09). */
export function HoursEditor({ hours, onChange, wrong }: Props) {
  const { t } = useSettingsWords();
  const zones = useMemo(
    () => [...new Set([hours.time_zone, ...Intl.supportedValuesOf('timeZone')])].sort(),
    [hours.time_zone],
  );
  const copy = (day: Day) => {
    const spans = hours[day];
    onChange({ ...hours, ...Object.fromEntries(DAYS.map((other) => [other, spans])) });
  };
  return (
    <div className={css.hours}>
      <Setting label={t('settings.hours.zone')} wrong={wrong('time_zone')}>
        {(given) => (
          <Select
            {...given}
            value={hours.time_zone}
            onChange={(event) => onChange({ ...hours, time_zone: event.target.value })}
          >
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Setting>
      <div className={css.week}>
        {DAYS.map((day) => (
          <DayRow
            key={day}
            day={day}
            spans={hours[day]}
            wrong={(n) => wrong(`${day}[${n}]`)}
            onChange={(spans) => onChange({ ...hours, [day]: spans })}
            onCopy={() => copy(day)}
          />
        ))}
      </div>
      <Holidays
        days={hours.holidays}
        wrong={wrong}
        onChange={(holidays) => onChange({ ...hours, holidays })}
      />
    </div>
  );
}

interface DayProps {
  day: Day;
  spans: string[];
  wrong: (n: number) => string | undefined;
  onChange: (spans: string[]) => void;
  onCopy: () => void;
}

function DayRow({ day, spans, wrong, onChange, onCopy }: DayProps) {
  const { t } = useSettingsWords();
  const name = t(`settings.day.${day}`);
  const copy = t('settings.hours.copy', { day: name });
  return (
    <fieldset className={css.day}>
      <legend className="vh">{name}</legend>
      <span className={css.name} aria-hidden="true">
        {name}
      </span>
      <div className={css.spans}>
        {spans.length === 0 && <span className={css.closed}>{t('settings.hours.closed')}</span>}
        {spans.map((span, n) => (
          <Span
            // biome-ignore lint/suspicious/noArrayIndexKey: spans have no names, and their fields hold nothing of their own
            key={n}
            name={name}
            span={span}
            wrong={wrong(n)}
            onChange={(changed) => onChange(put(spans, n, changed))}
            onRemove={() => onChange(without(spans, n))}
          />
        ))}
      </div>
      <span className={css.ways}>
        <Button
          small
          look="quiet"
          aria-label={t('settings.hours.add', { day: name })}
          onClick={() => onChange([...spans, another(spans)])}
        >
          <Icon name="plus" size={16} />
          {t('action.add')}
        </Button>
        <IconButton icon="copy" small label={copy} onClick={onCopy} />
      </span>
    </fieldset>
  );
}

interface SpanProps {
  /** The day's name. */
  name: string;
  span: string;
  wrong: string | undefined;
  onChange: (span: string) => void;
  onRemove: () => void;
}

function Span({ name, span, wrong, onChange, onRemove }: SpanProps) {
  const { t } = useSettingsWords();
  const { from, to } = ends(span);
  const time = (label: string, value: string, become: (text: string) => string) => (
    <Input
      aria-label={label}
      aria-invalid={wrong ? true : undefined}
      className={css.time}
      inputMode="numeric"
      placeholder="00:00"
      maxLength={6}
      value={value}
      onChange={(event) => onChange(become(event.target.value))}
      onBlur={(event) => onChange(become(readTime(event.target.value) ?? event.target.value))}
    />
  );
  return (
    <div className={css.span}>
      {time(t('settings.hours.from', { day: name }), from, (text) => `${text}-${to}`)}
      <span aria-hidden="true">–</span>
      {time(t('settings.hours.to', { day: name }), to, (text) => `${from}-${text}`)}
      <IconButton
        icon="close"
        small
        label={t('settings.hours.remove', { day: name, span })}
        onClick={onRemove}
      />
      {wrong && (
        <p className={css.wrong} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

interface HolidayProps {
  days: string[];
  wrong: (path: string) => string | undefined;
  onChange: (days: string[]) => void;
}

function Holidays({ days, wrong, onChange }: HolidayProps) {
  const { t, language } = useSettingsWords();
  const [day, setDay] = useState('');
  const format = useMemo(
    () =>
      new Intl.DateTimeFormat(language, {
        timeZone: 'UTC',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        weekday: 'short',
      }),
    [language],
  );
  const said = (one: string) => (isDay(one) ? format.format(new Date(`${one}T00:00:00Z`)) : one);
  const add = () => {
    if (!isDay(day)) return;
    onChange([...new Set([...days, day])].sort());
    setDay('');
  };
  return (
    <div className={css.holidays}>
      <h3>{t('settings.hours.holidays')}</h3>
      {days.length === 0 && <p className={css.closed}>{t('settings.hours.no_holidays')}</p>}
      <ul className={css.dates}>
        {days.map((one, n) => (
          <li key={one} data-wrong={wrong(`holidays[${n}]`) ? true : undefined}>
            {said(one)}
            <IconButton
              icon="close"
              small
              label={t('settings.hours.remove_holiday', { day: said(one) })}
              onClick={() => onChange(without(days, n))}
            />
          </li>
        ))}
      </ul>
      <span className={css.addDay}>
        <Input
          type="date"
          aria-label={t('settings.hours.holiday')}
          value={day}
          onChange={(event) => setDay(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
        <Button disabled={!isDay(day)} onClick={add}>
          {t('settings.hours.add_holiday')}
        </Button>
      </span>
    </div>
  );
}
