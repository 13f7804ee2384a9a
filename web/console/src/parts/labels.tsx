import type { Schema } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { deskQuery } from '../app/desk';
import { useWords } from '../app/i18n';
import css from './labels.module.css';

/** The shape that goes with a colour, so that colour is never the only difference. */
const SHAPES: Record<Schema['LabelColor'], string> = {
  blue: '●',
  red: '▲',
  green: '✓',
  amber: '◐',
  purple: '◆',
  teal: '■',
  pink: '♥',
  gray: '○',
};

export type Colour = Schema['LabelColor'];
export const COLOURS = Object.keys(SHAPES) as Colour[];

/** A word in a colour, with the colour's shape. */
export function Chip({ colour, children }: { colour: Colour; children: ReactNode }) {
  return (
    <span className={css.status} data-colour={colour}>
      <span aria-hidden="true">{SHAPES[colour]}</span>
      {children}
    </span>
  );
}

/** The team's label for where a matter stands (対応ステータス). */
export function Status({ id }: { id: string }) {
  const { language } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const status = desk?.statuses.find((one) => one.id === id);
  return <Chip colour={status?.color ?? 'gray'}>{status?.[language] ?? id}</Chip>;
}

const TAG_COLOURS = ['purple', 'teal', 'pink', 'blue', 'green', 'amber'] as const;

/** A tag of the contact. Its colour follows from its name and means nothing. */
export function Tag({ name }: { name: string }) {
  const sum = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span className={css.tag} data-colour={TAG_COLOURS[sum % TAG_COLOURS.length]}>
      {name}
    </span>
  );
}
