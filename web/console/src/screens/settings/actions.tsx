import { useQuery } from '@tanstack/react-query';
import { teamQuery } from '../../app/desk';
import { Field } from '../../parts/controls';
import { OrderedList } from '../../parts/ordered-list';
import page from '../page.module.css';
import { Amiss } from './amiss';
import { Empty } from './empty';
import { SectionPage } from './page';
import { type Action, type ActionStep, putSection, type Settings } from './query';
import { useRemoval } from './removal';
import css from './screens.module.css';
import { slug } from './statuses';
import { StepEditor } from './step-editor';
import { ACTIONS, checkActions, type Names, newId, STEPS, told } from './steps';
import { useSection } from './use-section';
import { useSettingsWords } from './words';

const put = putSection('actions');

const tidy = (actions: Action[]): Action[] =>
  actions.map(({ id, name, steps }) => ({ id: id.trim(), name: name.trim(), steps }));

/** What operators do in one go (アクション, CMP-04). */
export function Actions({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const removal = useRemoval(t('settings.actions.remove'));
  const names = useNames(settings);
  const inWords = (steps: readonly ActionStep[]) => steps.map((step) => told(step, names, t));
  const editor = useSection<Action[]>({
    section: settings.actions,
    put,
    check: checkActions,
    tidy,
    lines: (actions) =>
      actions.map(({ id, name, steps }) => ({ key: id, label: name, text: inWords(steps).join('\n') })),
  });
  const known = new Set(editor.base.value.map(({ id }) => id));
  return (
    <SectionPage title={t('settings.actions.title')} lead={t('settings.actions.lead')} editor={editor}>
      <section className={page.card}>
        {editor.draft.length === 0 && <Empty>{t('settings.actions.empty')}</Empty>}
        <OrderedList<Action>
          label={t('settings.actions.title')}
          items={editor.draft}
          name={({ name }) => name}
          onChange={editor.set}
          add={{
            label: t('settings.actions.add'),
            make: () => ({ id: newId(editor.draft), name: '', steps: [{ do: 'reply', text: '' }] }),
            most: ACTIONS,
          }}
          summary={({ name, steps }) => (
            <span className={css.summary}>
              <b>{name || t('settings.actions.new')}</b>
              <span className={css.first}>{inWords(steps).join(' → ')}</span>
            </span>
          )}
          broken={(n) => editor.isBroken(`[${n}]`)}
          onRemove={(action, go) => (known.has(action.id) ? removal.ask(action.name, go) : go())}
        >
          {(action, n, change) => (
            <div className={css.template}>
              <div className={css.pair}>
                <Field
                  label={t('settings.actions.name')}
                  value={action.name}
                  wrong={editor.wrong(`[${n}].name`)}
                  onChange={({ target: { value: name } }) => {
                    const id = known.has(action.id) ? '' : slug(name);
                    const follows = /^action_\d+$/.test(action.id) || action.id === slug(action.name);
                    change({ ...action, name, ...(follows && id !== '' && { id }) });
                  }}
                />
                <Field
                  label={t('settings.actions.id')}
                  value={action.id}
                  readOnly={known.has(action.id)}
                  wrong={editor.wrong(`[${n}].id`)}
                  spellCheck={false}
                  autoCapitalize="none"
                  onChange={(event) => change({ ...action, id: event.target.value })}
                />
              </div>
              <OrderedList<ActionStep>
                label={t('settings.actions.steps', { name: action.name })}
                items={action.steps}
                name={(step, s) => `${s + 1}. ${t(`settings.step.${step.do}`)}`}
                onChange={(steps) => change({ ...action, steps })}
                add={{
                  label: t('settings.actions.add_step'),
                  make: () => ({ do: 'reply', text: '' }),
                  most: STEPS,
                }}
              >
                {(step, s, become) => (
                  <StepEditor
                    n={s + 1}
                    step={step}
                    settings={settings}
                    names={names}
                    wrong={(field) => editor.wrong(`[${n}].steps[${s}].${field}`)}
                    onChange={become}
                  />
                )}
              </OrderedList>
              <Amiss wrong={editor.wrong(`[${n}].steps`)} />
            </div>
          )}
        </OrderedList>
        <p className={css.foot}>{t('settings.actions.foot')}</p>
      </section>
      {removal.dialog}
    </SectionPage>
  );
}

/** What people read for what steps name by an id. */
function useNames(settings: Settings): Names {
  const { language } = useSettingsWords();
  const { data: team } = useQuery(teamQuery);
  return {
    status: (id) => settings.statuses.value.find((status) => status.id === id)?.[language] ?? id,
    operator: (id) => team?.find((colleague) => colleague.id === id)?.name ?? id,
  };
}
