import { useId } from 'react';
import { Field } from '../../parts/controls';
import { OrderedList } from '../../parts/ordered-list';
import page from '../page.module.css';
import { Amiss } from './amiss';
import { BlankedField } from './blanked-field';
import { MESSAGE, MESSAGES, messageWrong, namesWrong, nameWrong, type Wrong } from './checks';
import { Empty } from './empty';
import { SectionPage } from './page';
import { putSection, type Settings, type Template } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { useSection } from './use-section';
import { type SettingsTranslate, useSettingsWords } from './words';

const put = putSection('templates');

export function checkTemplates(templates: Template[], t: SettingsTranslate): Wrong {
  const found: Record<string, string> = {};
  templates.forEach(({ folder, messages }, n) => {
    const wrong = folder && nameWrong(folder, t);
    if (wrong) found[`[${n}].folder`] = wrong;
    messages.forEach((message, m) => {
      const wrong = messageWrong(message, t);
      if (wrong) found[`[${n}].messages[${m}]`] = wrong;
    });
    if (messages.length === 0) found[`[${n}].messages`] = t('settings.templates.no_message');
  });
  const names = templates.map(({ name }) => name);
  return { ...found, ...namesWrong(names, (n) => `[${n}].name`, t) };
}

const tidy = (templates: Template[]): Template[] =>
  templates.map(({ name, folder, messages }) => ({
    name: name.trim(),
    folder: folder?.trim() || null,
    messages,
  }));

/** Canned responses (テンプレート, CMP-03). */
export function Templates({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const removal = useRemoval(t('settings.templates.remove'));
  const editor = useSection<Template[]>({
    section: settings.templates,
    put,
    check: checkTemplates,
    tidy,
    lines: (templates) =>
      templates.map(({ name, folder, messages }) => ({
        key: name,
        label: folder ? `${folder} / ${name}` : name,
        text: messages.join('\n— — —\n'),
      })),
  });
  const known = new Set(editor.base.value.map(({ name }) => name));
  const folders = [...new Set(editor.draft.flatMap(({ folder }) => folder ?? []))];
  const fields = settings.fields.value.map(({ name }) => name);
  const id = useId();
  return (
    <SectionPage title={t('settings.templates.title')} lead={t('settings.templates.lead')} editor={editor}>
      <section className={page.card}>
        {editor.draft.length === 0 && <Empty>{t('settings.templates.empty')}</Empty>}
        <OrderedList
          label={t('settings.templates.title')}
          items={editor.draft}
          name={({ name }) => name}
          onChange={editor.set}
          add={{
            label: t('settings.templates.add'),
            make: () => ({ name: '', folder: null, messages: [''] }),
            most: 1000,
          }}
          summary={(template) => <Summary template={template} />}
          broken={(n) => editor.isBroken(`[${n}]`)}
          onRemove={(template, go) => (known.has(template.name) ? removal.ask(template.name, go) : go())}
        >
          {(template, n, change) => (
            <div className={css.template}>
              <div className={css.pair}>
                <Field
                  label={t('settings.templates.name')}
                  value={template.name}
                  wrong={editor.wrong(`[${n}].name`)}
                  onChange={(event) => change({ ...template, name: event.target.value })}
                />
                <Field
                  label={t('settings.templates.folder')}
                  list={id}
                  value={template.folder ?? ''}
                  wrong={editor.wrong(`[${n}].folder`)}
                  onChange={(event) => change({ ...template, folder: event.target.value })}
                />
              </div>
              <OrderedList
                label={t('settings.templates.messages', { name: template.name })}
                items={template.messages}
                name={(_, m) => t('settings.templates.message', { n: m + 1 })}
                onChange={(messages) => change({ ...template, messages })}
                add={{ label: t('settings.templates.add_message'), make: () => '', most: MESSAGES }}
              >
                {(message, m, become) => (
                  <BlankedField
                    label={t('settings.templates.message', { n: m + 1 })}
                    hint={t('composer.count', { n: [...message].length, most: MESSAGE })}
                    wrong={editor.wrong(`[${n}].messages[${m}]`)}
                    value={message}
                    fields={fields}
                    onChange={become}
                  />
                )}
              </OrderedList>
              <Amiss wrong={editor.wrong(`[${n}].messages`)} />
            </div>
          )}
        </OrderedList>
        <datalist id={id}>
          {folders.map((folder) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
      </section>
      {removal.dialog}
    </SectionPage>
  );
}

function Summary({ template: { name, folder, messages } }: { template: Template }) {
  const { t } = useSettingsWords();
  return (
    <span className={css.summary}>
      <b>{name || t('settings.templates.new')}</b>
      {folder && <span className={css.folder}>{folder}</span>}
      {messages.length > 1 && (
        <span className={css.folder}>{t('settings.templates.count', { n: messages.length })}</span>
      )}
      <span className={css.first}>{messages[0]}</span>
    </span>
  );
}
