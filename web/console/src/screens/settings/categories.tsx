import { OrderedList } from '../../parts/ordered-list';
import { categoryPaths } from '../inbox/panel/record';
import page from '../page.module.css';
import { NAME, namesWrong, type Wrong } from './checks';
import { Empty } from './empty';
import { SectionPage } from './page';
import { type Category, putSection, type Settings } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { NameInput } from './tags';
import { type Editor, useSection } from './use-section';
import { type SettingsTranslate, useSettingsWords } from './words';

const put = putSection('categories');

/** How deep categories go. */
const LEVELS = 3;

const under = (category: Category) => category.children ?? [];

/** What a conversation carries: the names from the top. */
const joined = (above: string, name: string) => (above === '' ? name : `${above} / ${name}`);

export function checkCategories(all: Category[], t: SettingsTranslate, at = '', above = ''): Wrong {
  const names = namesWrong(
    all.map(({ name }) => name),
    (n) => `${at}[${n}].name`,
    t,
  );
  const deeper = all.map((category, n): Wrong => {
    const here = `${at}[${n}]`;
    const path = joined(above, category.name);
    const own: Record<string, string> = {};
    if (category.name.includes('/')) own[`${here}.name`] = t('settings.categories.slash');
    else if ([...path].length > NAME) own[`${here}.name`] = t('settings.categories.long', { n: NAME });
    return { ...own, ...checkCategories(under(category), t, `${here}.children`, path) };
  });
  return Object.assign({}, ...deeper, names);
}

const tidy = (all: Category[]): Category[] =>
  all.map((category) => ({ name: category.name.trim(), children: tidy(under(category)) }));

/** Categories of enquiries (処理タイプ, CRM-18). */
export function Categories({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const removal = useRemoval(t('settings.categories.remove'));
  const editor = useSection<Category[]>({
    section: settings.categories,
    put,
    check: checkCategories,
    tidy,
    lines: (all) => categoryPaths(all).map((path) => ({ key: path, label: path, text: '' })),
  });
  const known = new Set(categoryPaths(editor.base.value));
  const ask = (path: string, go: () => void) => (known.has(path) ? removal.ask(path, go) : go());
  return (
    <SectionPage title={t('settings.categories.title')} lead={t('settings.categories.lead')} editor={editor}>
      <section className={page.card}>
        {editor.draft.length === 0 && <Empty>{t('settings.categories.empty')}</Empty>}
        <Level editor={editor} all={editor.draft} onChange={editor.set} ask={ask} depth={1} at="" above="" />
      </section>
      {removal.dialog}
    </SectionPage>
  );
}

interface LevelProps {
  editor: Editor<Category[]>;
  all: Category[];
  onChange: (all: Category[]) => void;
  ask: (path: string, go: () => void) => void;
  depth: number;
  at: string;
  above: string;
}

function Level({ editor, all, onChange, ask, depth, at, above }: LevelProps) {
  const { t } = useSettingsWords();
  const label = above === '' ? t('settings.categories.title') : t('settings.categories.in', { name: above });
  const add = above === '' ? t('settings.categories.add') : t('settings.categories.add_in', { name: above });
  return (
    <OrderedList
      label={label}
      dense={depth > 1}
      items={all}
      name={({ name }) => name}
      onChange={onChange}
      add={{ label: add, make: () => ({ name: '', children: [] }) }}
      onRemove={(category, go) => ask(joined(above, category.name), go)}
    >
      {(category, n, change) => (
        <>
          <NameInput
            label={t('settings.categories.name', { n: depth })}
            value={category.name}
            wrong={editor.wrong(`${at}[${n}].name`)}
            onChange={(name) => change({ ...category, name })}
          />
          {depth < LEVELS && category.name !== '' && (
            <div className={css.nested}>
              <Level
                editor={editor}
                all={under(category)}
                onChange={(children) => change({ ...category, children })}
                ask={ask}
                depth={depth + 1}
                at={`${at}[${n}].children`}
                above={joined(above, category.name)}
              />
            </div>
          )}
        </>
      )}
    </OrderedList>
  );
}
