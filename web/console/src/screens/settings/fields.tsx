import { Field, Labelled, Select } from '../../parts/controls';
import { OrderedList } from '../../parts/ordered-list';
import page from '../page.module.css';
import { Amiss } from './amiss';
import { namesWrong, type Wrong } from './checks';
import { Empty } from './empty';
import { SectionPage } from './page';
import { type FieldSetting, putSection, type Settings } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { NameInput } from './tags';
import { useSection } from './use-section';
import { type SettingsTranslate, useSettingsWords } from './words';

const put = putSection('fields');

type Kind = FieldSetting['kind'];
const KINDS = ['text', 'number', 'points', 'date', 'phone', 'email', 'choice'] as const;

const kind = (type: string): Kind => {
  const found = KINDS.find((one) => one === type) ?? 'text';
  return found === 'choice' ? { type: found, of: [''] } : { type: found };
};

export function checkFields(fields: FieldSetting[], t: SettingsTranslate): Wrong {
  const names = namesWrong(
    fields.map(({ name }) => name),
    (n) => `[${n}].name`,
    t,
  );
  const choices = fields.map(({ kind }, n): Wrong => {
    if (kind.type !== 'choice') return {};
    if (kind.of.length === 0) return { [`[${n}].kind.of`]: t('settings.fields.no_choice') };
    return namesWrong(kind.of, (m) => `[${n}].kind.of[${m}]`, t);
  });
  return Object.assign({}, names, ...choices);
}

const tidy = (fields: FieldSetting[]): FieldSetting[] =>
  fields.map(({ name, kind, shown }) => ({
    name: name.trim(),
    kind: kind.type === 'choice' ? { ...kind, of: kind.of.map((choice) => choice.trim()) } : kind,
    shown,
  }));

/** What is known about contacts (CRM-03, CRM-04). */
export function Fields({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const removal = useRemoval(t('settings.fields.remove'));
  const editor = useSection<FieldSetting[]>({
    section: settings.fields,
    put,
    check: checkFields,
    tidy,
    lines: (fields) =>
      fields.map(({ name, kind, shown }) => {
        const what = t(`settings.fields.kind.${kind.type}`);
        const choices = kind.type === 'choice' ? `(${kind.of.join(t('list.comma'))})` : '';
        const where = shown ? t('settings.fields.shown') : t('settings.fields.hidden');
        return { key: name, label: name, text: `${what}${choices} · ${where}` };
      }),
  });
  const known = new Set(editor.base.value.map(({ name }) => name));
  return (
    <SectionPage title={t('settings.fields.title')} lead={t('settings.fields.lead')} editor={editor}>
      <section className={page.card}>
        {editor.draft.length === 0 && <Empty>{t('settings.fields.empty')}</Empty>}
        <OrderedList<FieldSetting>
          label={t('settings.fields.title')}
          columns
          items={editor.draft}
          name={(field) => field.name}
          onChange={editor.set}
          add={{
            label: t('settings.fields.add'),
            make: () => ({ name: '', kind: { type: 'text' }, shown: true }),
            most: 200,
          }}
          onRemove={(field, go) => (known.has(field.name) ? removal.ask(field.name, go) : go())}
        >
          {(field, n, change) => (
            <>
              <div className={css.fieldRow}>
                <Field
                  label={t('settings.fields.name')}
                  value={field.name}
                  wrong={editor.wrong(`[${n}].name`)}
                  onChange={(event) => change({ ...field, name: event.target.value })}
                />
                <Labelled label={t('settings.fields.kind')}>
                  {(given) => (
                    <Select
                      {...given}
                      value={field.kind.type}
                      onChange={(event) => change({ ...field, kind: kind(event.target.value) })}
                    >
                      {KINDS.map((type) => (
                        <option key={type} value={type}>
                          {t(`settings.fields.kind.${type}`)}
                        </option>
                      ))}
                    </Select>
                  )}
                </Labelled>
                <Labelled label={t('settings.fields.shown')}>
                  {(given) => (
                    <input
                      {...given}
                      type="checkbox"
                      className={css.check}
                      checked={field.shown}
                      onChange={(event) => change({ ...field, shown: event.target.checked })}
                    />
                  )}
                </Labelled>
              </div>
              {field.kind.type === 'choice' && (
                <div className={css.nested}>
                  <OrderedList
                    label={t('settings.fields.choices', { name: field.name })}
                    dense
                    items={field.kind.of}
                    name={(choice) => choice}
                    onChange={(of) => change({ ...field, kind: { type: 'choice', of } })}
                    add={{ label: t('settings.fields.add_choice'), make: () => '', most: 200 }}
                  >
                    {(choice, m, become) => (
                      <NameInput
                        label={t('settings.fields.choice')}
                        value={choice}
                        wrong={editor.wrong(`[${n}].kind.of[${m}]`)}
                        onChange={become}
                      />
                    )}
                  </OrderedList>
                  <Amiss wrong={editor.wrong(`[${n}].kind.of`)} />
                </div>
              )}
            </>
          )}
        </OrderedList>
        <p className={css.foot}>{t('settings.fields.rename')}</p>
      </section>
      {removal.dialog}
    </SectionPage>
  );
}
