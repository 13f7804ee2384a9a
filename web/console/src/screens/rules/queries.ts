// What the desk says about rules.
import { data, Problem } from '@madoguchi/shared/api';
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api } from '../../app/api';
import { type Files, filesOf, sourcesOf } from './files';

/** How often one looks whether somebody else has published, in milliseconds. */
const LOOK = 10_000;
/** How long after the last change the draft is checked, in milliseconds. */
const PATIENCE = 300;

export const rulesQuery = queryOptions({
  queryKey: ['rules', 'in-force'],
  queryFn: () => data(api.GET('/v1/rules')),
  refetchInterval: LOOK,
  refetchOnWindowFocus: true,
});

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['rules', 'versions'],
  queryFn: ({ pageParam }) =>
    data(api.GET('/v1/rules/versions', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
});

/** A version with its sources: it never changes. */
export function versionQuery(version: string) {
  return queryOptions({
    queryKey: ['rules', 'version', version],
    queryFn: () => data(api.GET('/v1/rules/versions/{version}', { params: { path: { version } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The files of a version; those of the one before while it comes. A desk on which nothing was published has none. */
export function useFilesOf(version: string, published: boolean) {
  const query = useQuery({
    ...versionQuery(version),
    enabled: published,
    placeholderData: keepPreviousData,
  });
  const { data: found } = query;
  const files = useMemo<Files | null>(
    () => (found ? filesOf(found) : published ? null : {}),
    [found, published],
  );
  return { ...query, files, version: found?.version ?? version };
}

const numbers = new WeakMap<Files, number>();
let last = 0;

/** A number that stands for these very files: cheaper to compare than their texts. */
function numberOf(files: Files): number {
  const known = numbers.get(files);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(files, last);
  return last;
}

/** What the check says of these files, once they have been left alone for a moment. */
export function useChecked(files: Files) {
  const [settled, setSettled] = useState(files);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(files), PATIENCE);
    return () => clearTimeout(timer);
  }, [files]);
  const query = useQuery({
    queryKey: ['rules', 'check', numberOf(settled)],
    queryFn: () => data(api.POST('/v1/rules:check', { body: sourcesOf(settled) })),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    // Too often, or another check takes long: it is asked for again when the desk says that it may be.
    retry: (failures, error) => failures < 5 && !(error instanceof Problem && !error.isTransient),
    retryDelay: (failures, error) =>
      error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** failures,
  });
  const { data: checked, isPlaceholderData, error, refetch } = query;
  return {
    checked,
    error,
    retry: () => void refetch(),
    /** The files that `checked` speaks of; `null` while it speaks of earlier ones. */
    of: checked && !isPlaceholderData ? settled : null,
  };
}

/** The desk's settings, for the lengths of time that rules take from them. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => data(api.GET('/v1/settings')),
  staleTime: 60_000,
});

export const shadowQuery = queryOptions({
  queryKey: ['rules', 'shadow'],
  queryFn: () => data(api.GET('/v1/rules/shadow')),
});
