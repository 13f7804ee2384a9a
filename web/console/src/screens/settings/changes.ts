// What differs between two versions of a section, in the words in which people know it.

/** One thing that a section says. */
export interface Line {
  /** What it is about; the same in every version. */
  key: string;
  label: string;
  text: string;
}

export type Change =
  | { kind: 'added'; label: string; text: string }
  | { kind: 'removed'; label: string; text: string }
  | { kind: 'changed'; label: string; before: string; after: string }
  | { kind: 'moved' };

/** From one version to another; that things stand in another order is one change, whatever has moved. */
export function changes(before: readonly Line[], after: readonly Line[]): Change[] {
  const [old, now] = [byKey(before), byKey(after)];
  const found: Change[] = [];
  for (const { key, label, text } of before) {
    if (!now.has(key)) found.push({ kind: 'removed', label, text });
  }
  for (const { key, label, text } of after) {
    const was = old.get(key);
    if (!was) found.push({ kind: 'added', label, text });
    else if (was.text !== text) found.push({ kind: 'changed', label, before: was.text, after: text });
  }
  const common = (lines: readonly Line[], others: Map<string, Line>) =>
    lines.map(({ key }) => key).filter((key) => others.has(key));
  if (common(before, now).join('\n') !== common(after, old).join('\n')) found.push({ kind: 'moved' });
  return found;
}

function byKey(lines: readonly Line[]): Map<string, Line> {
  return new Map(lines.map((line) => [line.key, line]));
}
