// Where findings of the desk's check stand in a text as the editor counts it.
import type { Schema } from '@madoguchi/shared/api';

export type Finding = Schema['DiagnosticView'];

export interface Range {
  from: number;
  to: number;
}

const WORD = /^[\p{L}\p{N}_]+/u;

/** The part of a text that a line and a column, counted from 1 in characters, speak of. 0 is the whole. */
export function rangeOf(text: string, line: number, column: number): Range {
  const lines = text.split('\n');
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const words = lines[at] ?? '';
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  const end = start + words.length;
  if (line === 0 || column === 0) {
    const blank = words.length - words.trimStart().length;
    return { from: Math.min(start + blank, end), to: end };
  }
  // Columns count characters, the editor counts UTF-16 units.
  const before = [...words].slice(0, column - 1).join('').length;
  const rest = words.slice(before);
  const length = WORD.exec(rest)?.[0].length ?? [...rest][0]?.length ?? 0;
  // Nothing stands there, as where a bracket is missing at the end: the character before is marked.
  if (length === 0) return { from: Math.max(start, end - 1), to: end };
  return { from: start + before, to: start + before + length };
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  const weight = (finding: Finding) => (finding.severity === 'error' ? 0 : 1);
  return [...findings].sort((a, b) => weight(a) - weight(b));
}

export interface Counts {
  errors: number;
  warnings: number;
}

export function counted(findings: readonly Finding[]): Counts {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}
