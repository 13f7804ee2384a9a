import { Field, Labelled, Select } from '../../parts/controls';
import { Chip, COLOURS, type Colour } from '../../parts/labels';
import { OrderedList } from '../../parts/ordered-list';
import page from '../page.module.css';
import { namesWrong, nameWrong, type Wrong } from './checks';
import { Empty } from './empty';
import { SectionPage } from './page';
import { putSection, type ResponseStatus, type Settings } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { useSection } from './use-section';
import { type SettingsTranslate, useSettingsWords } from './words';

const put = putSection('statuses');

export function checkStatuses(statuses: ResponseStatus[], t: SettingsTranslate): Wrong {
  const found: Record<string, string> = {};
  statuses.forEach(({ ja, en }, n) => {
    for (const [key, text] of Object.entries({ ja, en })) {
      const wrong = nameWrong(text, t);
      if (wrong) found[`[${n}].${key}`] = wrong;
    }
  });
  const ids = statuses.map(({ id }) => id);
  return { ...found, ...namesWrong(ids, (n) => `[${n}].id`, t) };
}

const tidy = (statuses: ResponseStatus[]) =>
  statuses.map(({ id, ja, en, color }) => ({ id: id.trim(), ja: ja.trim(), en: en.trim(), color }));

/** A name for programs, made of an English one. */
export function slug(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);
}

/** The team's labels for where a customer's matter stands (STA-02 to STA-04). */
export function Statuses({ settings }: { settings: Settings }) {
  const { t, language } = useSettingsWords();
  const removal = useRemoval(t('settings.statuses.remove'));
  const editor = useSection<ResponseStatus[]>({
    section: settings.statuses,
    put,
    check: checkStatuses,
    tidy,
    lines: (statuses) =>
      statuses.map(({ id, ja, en, color }) => ({
        key: id,
        label: language === 'ja' ? ja : en,
        text: `${ja} / ${en} · ${t(`settings.colour.${color}`)}`,
      })),
  });
  const known = new Set(editor.base.value.map(({ id }) => id));
  return (
    <SectionPage title={t('settings.statuses.title')} lead={t('settings.statuses.lead')} editor={editor}>
      <section className={page.card}>
        {editor.draft.length === 0 && <Empty>{t('settings.statuses.empty')}</Empty>}
        <OrderedList<ResponseStatus>
          label={t('settings.statuses.title')}
          columns
          items={editor.draft}
          name={(status) => status[language]}
          onChange={editor.set}
          add={{
            label: t('settings.statuses.add'),
            make: () => ({ id: '', ja: '', en: '', color: 'gray' }),
            most: 200,
          }}
          onRemove={(status, go) =>
            known.has(status.id) ? removal.ask(status[language], go, { status: [status.id] }) : go()
          }
        >
          {(status, n, change) => (
            <div className={css.status}>
              <Field
                label={t('settings.statuses.ja')}
                lang="ja"
                value={status.ja}
                wrong={editor.wrong(`[${n}].ja`)}
                onChange={(event) => change({ ...status, ja: event.target.value })}
              />
              <Field
                label={t('settings.statuses.en')}
                lang="en"
                value={status.en}
                wrong={editor.wrong(`[${n}].en`)}
                onChange={(event) => {
                  const en = event.target.value;
                  const follows = !known.has(status.id) && status.id === slug(status.en);
                  change({ ...status, en, ...(follows && { id: slug(en) }) });
                }}
              />
              <ColourField
                colour={status.color}
                word={status[language]}
                onChange={(color) => change({ ...status, color })}
              />
              <Field
                label={t('settings.statuses.id')}
                value={status.id}
                readOnly={known.has(status.id)}
                wrong={editor.wrong(`[${n}].id`)}
                spellCheck={false}
                autoCapitalize="none"
                onChange={(event) => change({ ...status, id: event.target.value })}
              />
            </div>
          )}
        </OrderedList>
        <p className={css.foot}>{t('settings.statuses.id_hint')}</p>
      </section>
      {removal.dialog}
    </SectionPage>
  );
}

interface ColourProps {
  colour: Colour;
  /** The word that it colours. */
  word: string;
  onChange: (colour: Colour) => void;
}

function ColourField({ colour, word, onChange }: ColourProps) {
  const { t } = useSettingsWords();
  return (
    <Labelled label={t('settings.statuses.colour')}>
      {(given) => (
        <span className={css.colour}>
          <Select
            {...given}
            value={colour}
            onChange={(event) => onChange(COLOURS.find((one) => one === event.target.value) ?? colour)}
          >
            {COLOURS.map((one) => (
              <option key={one} value={one}>
                {t(`settings.colour.${one}`)}
              </option>
            ))}
          </Select>
          <Chip colour={colour}>{word || t('settings.statuses.sample')}</Chip>
        </span>
      )}
    </Labelled>
  );
}
