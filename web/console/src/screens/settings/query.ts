import { data, type Schema } from '@madoguchi/shared/api';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api';
import type { Section } from './editing';

export type Settings = Schema['SettingsView'];
export type InboxSettings = Schema['InboxSettingsView'];
export type Conduct = Schema['InboxConduct'];
export type ResponseStatus = Schema['ResponseStatus'];
export type TagFolder = Schema['TagFolder'];
export type FieldSetting = Schema['FieldSetting'];
export type Category = Schema['Category'];
export type Template = Schema['Template'];
export type Action = Schema['Action'];
export type ActionStep = Schema['ActionStep'];
export type Hours = Schema['BusinessHours'];
export type AiVoice = Schema['AiVoice'];

/** Looked at again whenever somebody comes back to the page: a colleague may have changed it meanwhile. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => data(api.GET('/v1/settings')),
  refetchOnWindowFocus: 'always',
  refetchOnMount: 'always',
});

interface Change<T> {
  expected: number | null;
  value: T;
}

/** What the sections are called and hold. */
export interface Sections {
  statuses: ResponseStatus[];
  tags: TagFolder[];
  fields: FieldSetting[];
  categories: Category[];
  templates: Template[];
  actions: Action[];
  hours: Hours;
  ai: AiVoice;
}

/** How a section is saved. */
export function putSection<N extends keyof Sections>(name: N) {
  return (change: Change<Sections[N]>): Promise<Section<Sections[N]>> => {
    const path = `/v1/settings/${name}` as '/v1/settings/statuses';
    const body = change as unknown as Change<ResponseStatus[]>;
    return data(api.PUT(path, { body })) as unknown as Promise<Section<Sections[N]>>;
  };
}

/** How the conduct of an inbox is saved. */
export function putInbox(inbox: string) {
  return (body: Change<Conduct>): Promise<Section<Conduct>> =>
    data(api.PUT('/v1/settings/inboxes/{inbox}', { params: { path: { inbox } }, body }));
}
