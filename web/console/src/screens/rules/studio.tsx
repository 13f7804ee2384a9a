// The rules studio (BOT-08, BOT-09, EXT-04): files on the left, the editor, and what tells whether they do as they should.
import type { Schema } from '@madoguchi/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { useCallback, useMemo, useState } from 'react';
import { Button, cx } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import { Trouble } from '../../parts/trouble';
import { Cases } from './cases';
import { Discard, Publish, TakeOver } from './dialogs';
import { Editor, type Spot } from './editor';
import { FileList } from './file-list';
import { type Files, namesOf } from './files';
import { counted } from './marks';
import { Past } from './past';
import { Problems } from './problems';
import { useChecked, useFilesOf, versionsQuery } from './queries';
import css from './studio.module.css';
import { Try } from './try';
import { keepDraft, useDraft, useFiles } from './use-draft';
import { author, FOLDER, short } from './version-list';
import { Versions } from './versions';
import { useRuleWords } from './words';

interface Props {
  inForce: Schema['RulesView'];
  operator: string;
}

/** Opens the draft: the version that it began from, with its changes. */
export function Studio({ inForce, operator }: Props) {
  const wanted = inForce.current?.version ?? inForce.version;
  const draft = useDraft(operator, wanted);
  const base = useFilesOf(draft.base, inForce.current != null);
  if (!base.files) {
    return base.error ? <Trouble error={base.error} onRetry={() => void base.refetch()} /> : null;
  }
  // While another version comes, what is shown is the one before.
  return (
    <Room inForce={inForce} wanted={wanted} draft={{ ...draft, base: base.version }} base={base.files} />
  );
}

type Pane = 'files' | 'editor' | 'side';
const TABS = ['try', 'cases', 'past', 'versions'] as const;
type Tab = (typeof TABS)[number];

interface RoomProps {
  inForce: Schema['RulesView'];
  /** The version that is in force, or should be. */
  wanted: string;
  draft: ReturnType<typeof useDraft>;
  base: Files;
}

function Room({ inForce, wanted, draft, base }: RoomProps) {
  const { t, clock } = useRuleWords();
  const navigate = useNavigate();
  const { file } = useSearch({ from: '/shell/rules' });
  const desk = useFiles(draft, base);
  const { files, edits } = desk;
  const check = useChecked(files);
  const versions = useInfiniteQuery(versionsQuery);
  const [pane, setPane] = useState<Pane>('editor');
  const [tab, setTab] = useState<Tab>('try');
  const [spot, setSpot] = useState<Spot | null>(null);
  const [asking, setAsking] = useState<'publish' | 'discard' | 'take-over' | null>(null);

  const names = useMemo(() => namesOf({ ...base, ...files }), [base, files]);
  const open = file !== undefined && file in files ? file : names.find((name) => name in files);
  const text = open === undefined ? '' : (files[open] ?? '');
  const changes = Object.keys(edits).length;
  const moved = changes > 0 && draft.base !== wanted;
  const current = inForce.current;
  const folder =
    current?.by === FOLDER ||
    versions.data?.pages.some((page) => page.versions.some(({ by }) => by === FOLDER));

  const findings = useMemo(() => check.checked?.diagnostics ?? [], [check.checked]);
  const here = useMemo(
    () => (check.of ? findings.filter((finding) => finding.file === open) : null),
    [check.of, findings, open],
  );
  const { errors, warnings } = counted(findings);
  const red = check.checked?.cases?.failed.length ?? 0;

  const go = useCallback(
    (next: Spot) => {
      void navigate({ to: '/rules', search: { file: next.file } });
      setSpot(next);
      setPane('editor');
    },
    [navigate],
  );
  const show = (next: Tab) => {
    setTab(next);
    setPane('side');
  };

  return (
    <main id="main" className={css.studio} data-pane={pane}>
      <header className={css.head}>
        <div className={css.title}>
          <h1>{t('rules.title')}</h1>
          {current && (
            <p className={css.inForce}>
              {t('rules.in_force', {
                version: short(current.version),
                by: author(t, current.by, current.by_name),
              })}{' '}
              <time dateTime={current.at} title={clock.full(current.at)} className="num">
                {clock.short(current.at, Date.now())}
              </time>
            </p>
          )}
        </div>
        <div className={css.ways}>
          <span className={css.kept} role="status">
            {changes > 0 && t('rules.changes', { n: changes })}
          </span>
          {changes > 0 && <Button onClick={() => setAsking('discard')}>{t('rules.discard')}</Button>}
          <Button look="primary" disabled={changes === 0} onClick={() => setAsking('publish')}>
            {t('rules.publish')}
          </Button>
        </div>
      </header>

      {inForce.trouble && (
        <p className={css.trouble} role="alert">
          <Icon name="warning" size={16} /> {t('rules.trouble')} {inForce.trouble}
        </p>
      )}
      {moved && (
        <div className={css.moved} role="status">
          <Icon name="warning" size={16} />
          <span>
            {t('rules.moved', {
              version: short(wanted),
              by: current ? author(t, current.by, current.by_name) : '–',
            })}
          </span>
          <Button small onClick={() => setAsking('take-over')}>
            {t('rules.take_over')}
          </Button>
        </div>
      )}
      {folder && !moved && (
        <p className={css.folder}>
          <Icon name="file" size={16} /> <span>{t('rules.folder')}</span>
        </p>
      )}

      {/* One pane at a time on a phone. */}
      <nav className={css.panes} aria-label={t('rules.panes')}>
        {(['files', 'editor', 'side'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-current={pane === one ? 'true' : undefined}
            onClick={() => setPane(one)}
          >
            {t(`pane.${one}`)}
          </button>
        ))}
      </nav>

      <FileList
        desk={desk}
        open={open}
        findings={findings}
        failed={check.checked?.cases?.failed ?? []}
        onOpen={() => setPane('editor')}
      />

      <section className={css.middle} aria-label={t('pane.editor')}>
        {open === undefined ? (
          <p className={css.nothing}>{t('files.none')}</p>
        ) : (
          <>
            <Editor name={open} text={text} findings={here} spot={spot} onChange={desk.edit} />
            <Problems findings={findings} error={check.error} onRetry={check.retry} onGo={go} />
          </>
        )}
        <p className={css.status}>
          <button
            type="button"
            className={css.count}
            data-bad={errors > 0 || undefined}
            onClick={() => show('cases')}
          >
            {check.of === null
              ? t('check.running')
              : `${t('check.errors', { n: errors })} · ${t('check.warnings', { n: warnings })} · ${
                  errors > 0
                    ? t('check.not_run')
                    : red > 0
                      ? t('check.cases', { red, n: check.checked?.cases?.count ?? 0 })
                      : t('check.green', { n: check.checked?.cases?.count ?? 0 })
                }`}
          </button>
          <span className={css.keys}>{t('editor.keys')}</span>
        </p>
      </section>

      <Tabs.Root className={css.side} value={tab} onValueChange={(value) => setTab(value as Tab)}>
        <Tabs.List className={css.tabs} aria-label={t('pane.side')}>
          {TABS.map((one) => (
            <Tabs.Trigger key={one} value={one} className={css.tab}>
              {t(`tab.${one}`)}
              {one === 'cases' && red > 0 && <span className={css.red}>{red}</span>}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="try" className={cx(css.content, css.fixed)} forceMount hidden={tab !== 'try'}>
          <Try files={files} rules={check.checked?.rules ?? []} isBroken={errors > 0} onGo={go} />
        </Tabs.Content>
        <Tabs.Content value="cases" className={css.content}>
          <Cases files={files} check={check} onGo={go} />
        </Tabs.Content>
        <Tabs.Content value="past" className={css.content}>
          <Past files={files} isBroken={errors > 0} changes={changes} />
        </Tabs.Content>
        <Tabs.Content value="versions" className={css.content}>
          <Versions wanted={wanted} />
        </Tabs.Content>
      </Tabs.Root>

      {asking === 'publish' && (
        <Publish
          draft={draft}
          base={base}
          files={files}
          check={check}
          moved={moved}
          folder={folder === true}
          onCases={() => {
            setAsking(null);
            show('cases');
          }}
          onTakeOver={() => setAsking('take-over')}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'discard' && (
        <Discard
          n={changes}
          onDiscard={() => keepDraft({ ...draft, edits: {} })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'take-over' && (
        <TakeOver draft={draft} base={base} wanted={wanted} onClose={() => setAsking(null)} />
      )}
    </main>
  );
}
