import type { Schema } from '@madoguchi/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../../parts/controls';
import { Trouble } from '../../parts/trouble';
import { versionsQuery } from './queries';
import css from './versions.module.css';
import { type RulesTranslate, useRuleWords } from './words';

export type Version = Schema['VersionView'];

/** A version as people tell it from others. */
export const short = (version: string) => version.slice(0, 8);

/** The folder of rule files publishes under a word of its own. */
export const FOLDER = 'folder';

export function author(t: RulesTranslate, by: string, name: string): string {
  return by === FOLDER ? t('rules.by_folder') : name;
}

/** Every version, the newest first: who, when, and why in their words. */
export function VersionList({ children }: { children?: (version: Version) => ReactNode }) {
  const { t, clock } = useRuleWords();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(versionsQuery);
  if (!data) return error ? <Trouble error={error} onRetry={() => void refetch()} /> : null;
  const versions = data.pages.flatMap((page) => page.versions);
  const current = data.pages[0]?.current;
  if (versions.length === 0) return <p className={css.none}>{t('versions.none')}</p>;
  return (
    <>
      <ol className={css.list}>
        {versions.map((version) => {
          // Of the one in force it is told who put it there, and why; of the others, who made them.
          const told = current && version.in_force ? current : version;
          const note = told.by === FOLDER ? t('rules.from_folder') : told.note || t('versions.no_note');
          return (
            <li key={version.version} className={css.version}>
              <p className={css.note}>{note}</p>
              <p className={css.meta}>
                <code>{short(version.version)}</code>
                <span>{author(t, told.by, told.by_name)}</span>
                <time dateTime={told.at} title={clock.full(told.at)} className="num">
                  {clock.short(told.at, Date.now())}
                </time>
                {version.in_force && <span className={css.inForce}>✓ {t('versions.in_force')}</span>}
                {version.shadow && <span className={css.shadow}>{t('versions.shadow')}</span>}
              </p>
              {children?.(version)}
            </li>
          );
        })}
      </ol>
      {hasNextPage && (
        <Button small disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('versions.more')}
        </Button>
      )}
    </>
  );
}
