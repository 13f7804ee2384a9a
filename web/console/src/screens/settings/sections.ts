import type { IconName } from '../../parts/icon';

/** The pages of the settings, in their order. */
export const SECTIONS = [
  { name: 'inboxes', icon: 'inbox' },
  { name: 'hours', icon: 'clock' },
  { name: 'statuses', icon: 'check' },
  { name: 'tags', icon: 'tag' },
  { name: 'fields', icon: 'card' },
  { name: 'categories', icon: 'tree' },
  { name: 'templates', icon: 'template' },
  { name: 'actions', icon: 'play' },
  { name: 'ai', icon: 'sparkle' },
  { name: 'team', icon: 'team' },
] as const satisfies readonly { name: string; icon: IconName }[];

export type SectionName = (typeof SECTIONS)[number]['name'];
