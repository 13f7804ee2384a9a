import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { deskQuery } from '../../app/desk';
import { Field, Select } from '../../parts/controls';
import { localOf, momentOf, type Setting } from './talk';
import css from './try.module.css';
import { useRuleWords } from './words';

interface Props {
  setting: Setting;
  /** The talk begins anew with this. */
  onChange: (some: Partial<Setting>) => void;
}

/** Who writes, where and when. */
export function Circumstances({ setting, onChange }: Props) {
  const { t, clock } = useRuleWords();
  const id = useId();
  const { data: desk } = useQuery(deskQuery);
  const inboxes = desk?.inboxes ?? [];
  const zone = desk?.time_zone ?? 'UTC';
  const { inbox, language, at, online, name } = setting;
  return (
    <details className={css.setting}>
      <summary>
        {inboxes.find((one) => one.id === inbox)?.name} · {t(`prefs.language.${language}`)} ·{' '}
        {at === null ? t('try.now') : clock.short(new Date(at).toISOString(), Date.now())}
      </summary>
      <div className={css.fields}>
        <div>
          <label htmlFor={`${id}-inbox`}>{t('try.inbox')}</label>
          <Select
            id={`${id}-inbox`}
            value={inbox}
            onChange={(event) => onChange({ inbox: event.target.value })}
          >
            {inboxes.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} ({t(`channel.${one.channel}`)})
              </option>
            ))}
          </Select>
        </div>
        <div>
          <label htmlFor={`${id}-language`}>{t('try.language')}</label>
          <Select
            id={`${id}-language`}
            value={language}
            onChange={(event) => onChange({ language: event.target.value === 'en' ? 'en' : 'ja' })}
          >
            <option value="ja">{t('prefs.language.ja')}</option>
            <option value="en">{t('prefs.language.en')}</option>
          </Select>
        </div>
        <Field
          label={t('try.at')}
          type="datetime-local"
          value={at === null ? '' : localOf(at, zone)}
          onChange={({ target }) => onChange({ at: target.value ? momentOf(target.value, zone) : null })}
        />
        <Field
          label={t('try.online')}
          type="number"
          min={0}
          max={999}
          value={online}
          onChange={({ target }) => onChange({ online: Math.max(0, Math.floor(Number(target.value))) })}
        />
        <Field
          label={t('try.name')}
          maxLength={100}
          value={name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </div>
      <p className={css.limits}>{t('try.limits')}</p>
    </details>
  );
}
