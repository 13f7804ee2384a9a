import { Field, Input } from '../../parts/controls';
import { without } from '../../parts/order';
import { OrderedList } from '../../parts/ordered-list';
import page from '../page.module.css';
import { namesWrong, type Wrong } from './checks';
import { Empty } from './empty';
import { SectionPage } from './page';
import { putSection, type Settings, type TagFolder } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { useSection } from './use-section';
import { type SettingsTranslate, useSettingsWords } from './words';

const put = putSection('tags');

/** A tag is there once, in whichever folder. */
export function checkTags(folders: TagFolder[], t: SettingsTranslate): Wrong {
  const names = folders.map(({ name }) => name);
  const places = folders.flatMap(({ tags }, n) => tags.map((tag, m) => ({ tag, path: `[${n}].tags[${m}]` })));
  const tags = places.map(({ tag }) => tag);
  return {
    ...namesWrong(names, (n) => `[${n}].name`, t),
    ...namesWrong(tags, (n) => places[n]?.path ?? '', t),
  };
}

const tidy = (folders: TagFolder[]) =>
  folders.map(({ name, tags }) => ({ name: name.trim(), tags: tags.map((tag) => tag.trim()) }));

/** The list with a tag in another folder, behind those that are there. */
export function refile(folders: readonly TagFolder[], from: number, at: number, to: number): TagFolder[] {
  const tag = folders[from]?.tags[at];
  if (tag === undefined || from === to) return [...folders];
  return folders.map((folder, n) => {
    if (n === from) return { ...folder, tags: without(folder.tags, at) };
    return n === to ? { ...folder, tags: [...folder.tags, tag] } : folder;
  });
}

/** Tags in their folders (CRM-09). */
export function Tags({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const removal = useRemoval(t('settings.tags.remove'));
  const editor = useSection<TagFolder[]>({
    section: settings.tags,
    put,
    check: checkTags,
    tidy,
    lines: (folders) =>
      folders.map(({ name, tags }) => ({ key: name, label: name, text: tags.join(t('list.comma')) })),
  });
  const known = new Set(editor.base.value.flatMap(({ tags }) => tags));
  const folders = editor.draft;
  return (
    <SectionPage title={t('settings.tags.title')} lead={t('settings.tags.lead')} editor={editor}>
      <section className={page.card}>
        {folders.length === 0 && <Empty>{t('settings.tags.empty')}</Empty>}
        <OrderedList
          label={t('settings.tags.folders')}
          items={folders}
          name={(folder) => folder.name}
          onChange={editor.set}
          add={{ label: t('settings.tags.add_folder'), make: () => ({ name: '', tags: [] }), most: 200 }}
          onRemove={(folder, go) =>
            folder.tags.some((tag) => known.has(tag)) ? removal.ask(folder.name, go) : go()
          }
        >
          {(folder, n, change) => (
            <>
              <Field
                label={t('settings.tags.folder')}
                value={folder.name}
                wrong={editor.wrong(`[${n}].name`)}
                onChange={(event) => change({ ...folder, name: event.target.value })}
              />
              <div className={css.nested}>
                <OrderedList
                  label={t('settings.tags.in', { name: folder.name })}
                  dense
                  items={folder.tags}
                  name={(tag) => tag}
                  onChange={(tags) => change({ ...folder, tags })}
                  add={{ label: t('settings.tags.add'), make: () => '' }}
                  onRemove={(tag, go) => (known.has(tag) ? removal.ask(tag, go, { tag: [tag] }) : go())}
                  actions={(_, m) =>
                    folders.flatMap((other, to) =>
                      to === n || other.name === ''
                        ? []
                        : {
                            label: t('settings.tags.refile', { name: other.name }),
                            run: () => editor.set(refile(folders, n, m, to)),
                          },
                    )
                  }
                >
                  {(tag, m, become) => (
                    <NameInput
                      label={t('settings.tags.tag')}
                      value={tag}
                      wrong={editor.wrong(`[${n}].tags[${m}]`)}
                      onChange={become}
                    />
                  )}
                </OrderedList>
              </div>
            </>
          )}
        </OrderedList>
      </section>
      {removal.dialog}
    </SectionPage>
  );
}

interface NameProps {
  label: string;
  value: string;
  wrong: string | undefined;
  onChange: (value: string) => void;
}

/** A name in a list that says what the name is of. */
export function NameInput({ label, value, wrong, onChange }: NameProps) {
  return (
    <span className={css.name}>
      <Input
        aria-label={label}
        aria-invalid={wrong ? true : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && (
        <span className={css.wrong} role="alert">
          {wrong}
        </span>
      )}
    </span>
  );
}
