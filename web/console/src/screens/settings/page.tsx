import { useQuery } from '@tanstack/react-query';
import { Link, useBlocker } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { teamQuery } from '../../app/desk';
import { Button } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { Icon } from '../../parts/icon';
import page from '../page.module.css';
import { changes } from './changes';
import { Differences } from './differences';
import css from './page.module.css';
import type { SectionName } from './sections';
import type { Editor } from './use-section';
import { useSettingsWords } from './words';

interface FrameProps {
  title: string;
  /** What it changes, and for whom. */
  lead: string;
  /** The page that it belongs to, if it has none of its own at the left. */
  back?: SectionName;
  /** What can be done with the whole page. */
  action?: ReactNode;
  /** What stays at the bottom. */
  bar?: ReactNode;
  children: ReactNode;
}

/** A page of the settings. */
export function Page({ title, lead, back, action, bar, children }: FrameProps) {
  const { t } = useSettingsWords();
  return (
    <main id="main" className={css.main}>
      <div className={css.scroll} data-scroller>
        <div className={css.column}>
          <header className={css.head}>
            <div>
              {back ? (
                <Link to="/settings/$section" params={{ section: back }} className={css.back} data-always>
                  <Icon name="back" size={16} />
                  {t(`settings.${back}.title`)}
                </Link>
              ) : (
                <Link to="/settings" className={css.back}>
                  <Icon name="back" size={16} />
                  {t('settings.title')}
                </Link>
              )}
              <h1>{title}</h1>
              <p className={page.lead}>{lead}</p>
            </div>
            {action}
          </header>
          {children}
        </div>
      </div>
      {bar}
    </main>
  );
}

interface Props<T> extends Omit<FrameProps, 'bar'> {
  editor: Editor<T>;
}

/** A page that edits one section: who changed it last, what somebody else has changed meanwhile, and how it is saved. */
export function SectionPage<T>({ editor, children, ...frame }: Props<T>) {
  const { failures } = editor;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failures > 0) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failures]);
  return (
    <Page {...frame} bar={<SaveBar editor={editor} />}>
      <LastChange editor={editor} />
      <Meanwhile editor={editor} />
      <div ref={body} className={css.body}>
        {children}
      </div>
      <Leaving editor={editor} />
    </Page>
  );
}

/** What people read for the operator of an id. */
function useOperator(): (id: string | null | undefined) => string {
  const { t } = useSettingsWords();
  const { data: team } = useQuery(teamQuery);
  return (id) => (team ? (team.find((one) => one.id === id)?.name ?? t('settings.somebody')) : '…');
}

function LastChange<T>({ editor }: { editor: Editor<T> }) {
  const { t, clock } = useSettingsWords();
  const nameOf = useOperator();
  const { changed_by, changed_at } = editor.base;
  return (
    <p className={css.since}>
      {changed_at
        ? t('settings.changed', { name: nameOf(changed_by), when: clock.short(changed_at, Date.now()) })
        : t('settings.of_file')}
    </p>
  );
}

/** Somebody else was faster: says so, shows what they changed, and loses nothing. */
function Meanwhile<T>({ editor }: { editor: Editor<T> }) {
  const { t, clock } = useSettingsWords();
  const nameOf = useOperator();
  const { theirs, base, aside, lines } = editor;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (theirs) place.current?.scrollIntoView({ block: 'center' });
  }, [theirs]);
  if (theirs) {
    const { changed_by, changed_at } = theirs;
    return (
      <section ref={place} className={css.meanwhile} role="alert">
        <h2>
          {t('settings.conflict.title', {
            name: nameOf(changed_by),
            when: changed_at ? clock.short(changed_at, Date.now()) : '',
          })}
        </h2>
        <Differences list={changes(lines(base.value), lines(theirs.value))} />
        <p>{t('settings.conflict.text')}</p>
        <span className={page.ways}>
          <Button look="primary" onClick={editor.takeTheirs}>
            {t('settings.conflict.take')}
          </Button>
          <Button onClick={editor.keepMine}>{t('settings.conflict.keep')}</Button>
        </span>
      </section>
    );
  }
  if (aside === null) return null;
  return (
    <section className={css.meanwhile} role="status">
      <h2>{t('settings.aside.title')}</h2>
      <Differences list={changes(lines(base.value), lines(aside))} />
      <span className={page.ways}>
        <Button onClick={editor.bringBack}>{t('settings.aside.back')}</Button>
        <Button look="quiet" onClick={editor.drop}>
          {t('settings.aside.drop')}
        </Button>
      </span>
    </section>
  );
}

function SaveBar<T>({ editor }: { editor: Editor<T> }) {
  const { t } = useSettingsWords();
  const [looks, setLooks] = useState(false);
  const { dirty, saving, binding, theirs, wrongs, refused, base, draft } = editor;
  useEffect(() => {
    if (!dirty || editor.failures > 0) setLooks(false);
  }, [dirty, editor.failures]);
  if (!dirty && !saving) return null;
  const list = changes(editor.lines(base.value), editor.lines(draft));
  const wrong = Object.keys(wrongs).length;
  const seeFirst = theirs && t('settings.conflict.first');
  const trouble = wrong > 0 ? t('settings.look_at', { n: wrong }) : (refused ?? seeFirst);
  return (
    <>
      <div className={css.bar} data-bar>
        <p className={css.count} role="status">
          {t('settings.unsaved', { n: list.length })}
        </p>
        {trouble && (
          <p className={css.refused} role="alert">
            <Icon name="warning" size={16} />
            {trouble}
          </p>
        )}
        <span className={css.ways}>
          {!binding && (
            <Button look="quiet" onClick={() => setLooks(true)}>
              {t('settings.see_changes')}
            </Button>
          )}
          <Button onClick={editor.discard} disabled={saving}>
            {t('settings.discard')}
          </Button>
          <Button
            look="primary"
            disabled={saving || theirs !== null}
            onClick={() => (binding ? setLooks(true) : editor.save())}
          >
            {binding ? t('settings.review') : t('settings.save')}
          </Button>
        </span>
      </div>
      {looks && !editor.confirm && (
        <Dialog title={t('settings.changes')} wide onClose={() => setLooks(false)}>
          <div className={page.form}>
            <Differences list={list} />
            {binding && <p className={page.lead}>{t('settings.binding')}</p>}
            <span className={page.ways}>
              <Button look="primary" disabled={saving || theirs !== null} onClick={editor.save}>
                {t('settings.save')}
              </Button>
              <Button onClick={() => setLooks(false)}>{t('settings.go_on')}</Button>
            </span>
          </div>
        </Dialog>
      )}
      {editor.confirm}
    </>
  );
}

/** Leaving with changes that are not saved asks first. */
function Leaving<T>({ editor }: { editor: Editor<T> }) {
  const { t } = useSettingsWords();
  const { unsaved, lines, base, draft, aside } = editor;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title={t('settings.leave.title')} onClose={blocker.reset}>
      <div className={page.form}>
        <Differences list={changes(lines(base.value), lines(aside ?? draft))} />
        <span className={page.ways}>
          <Button look="primary" onClick={blocker.reset}>
            {t('settings.go_on')}
          </Button>
          <Button look="danger" onClick={blocker.proceed}>
            {t('settings.leave.do')}
          </Button>
        </span>
      </div>
    </Dialog>
  );
}
