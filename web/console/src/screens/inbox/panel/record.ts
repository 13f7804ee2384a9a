// What the record of a customer offers: what admins have set, and whatever else is there.
import type { Schema } from '@madoguchi/shared/api';

type Desk = Pick<Schema['DeskView'], 'fields' | 'categories' | 'tags'>;
type Kind = Schema['FieldKind'];

/** A line of the record. */
export interface Line {
  name: string;
  value: string;
  kind: Kind;
}

/** The fields that are shown, in their order, filled in or not; then what the customer has under other names. */
export function record(desk: Desk | undefined, kept: Readonly<Record<string, string>>): Line[] {
  const fields = desk?.fields ?? [];
  const known = new Set(fields.map(({ name }) => name));
  const set = fields.filter(({ shown }) => shown);
  const others = Object.entries(kept).filter(([name]) => !known.has(name));
  return [
    ...set.map(({ name, kind }) => ({ name, kind, value: kept[name] ?? '' })),
    ...others.map(([name, value]) => ({ name, value, kind: { type: 'text' as const } })),
  ];
}

/** What a browser calls a field of a kind. */
export function inputType({ type }: Kind): 'text' | 'date' | 'tel' | 'email' {
  return ({ date: 'date', phone: 'tel', email: 'email' } as const)[type as 'date'] ?? 'text';
}

/** Every category as a conversation carries it: the names from the top. */
export function categoryPaths(all: readonly Schema['Category'][], above = ''): string[] {
  return all.flatMap(({ name, children }) => {
    const path = above === '' ? name : `${above} / ${name}`;
    return [path, ...categoryPaths(children ?? [], path)];
  });
}

/** The tags that a customer does not have yet: the folders' first, then others that are in use. */
export function offered(desk: Desk | undefined, used: readonly string[], had: readonly string[]): string[] {
  const filed = desk?.tags.flatMap(({ tags }) => tags) ?? [];
  return [...new Set([...filed, ...used])].filter((tag) => !had.includes(tag));
}
