import { describe, expect, it } from 'vitest';
import { counted, type Finding, inOrder, rangeOf } from '../src/screens/rules/marks';

const TEXT = 'let a = 1;\n  chat.返信("😀x", y);\n\nend';
const marked = (line: number, column: number) => {
  const { from, to } = rangeOf(TEXT, line, column);
  return TEXT.slice(from, to);
};

describe('where a finding stands', () => {
  it('is the word at its column', () => {
    expect(marked(1, 5)).toBe('a');
    expect(marked(2, 3)).toBe('chat');
    expect(marked(2, 8)).toBe('返信');
    expect(marked(2, 10)).toBe('(');
  });

  it('is counted in characters, not in halves of them', () => {
    expect(marked(2, 12)).toBe('😀');
    expect(marked(2, 13)).toBe('x');
    expect(marked(2, 17)).toBe('y');
  });

  it('is the line where there is no column, and the first line where there is none', () => {
    expect(marked(2, 0)).toBe('chat.返信("😀x", y);');
    expect(marked(0, 0)).toBe('let a = 1;');
  });

  it('is within the text, whatever the desk says of an older one', () => {
    expect(marked(1, 11), 'behind the last character').toBe(';');
    expect(marked(1, 99)).toBe(';');
    expect(marked(3, 1)).toBe('');
    expect(marked(99, 1)).toBe('end');
  });
});

describe('findings', () => {
  const finding = (severity: Finding['severity'], line: number): Finding => ({
    file: 'a.rhai',
    line,
    column: 1,
    severity,
    code: 'syntax',
    message: '',
    hint: '',
    source_line: '',
  });
  const all = [finding('warning', 1), finding('error', 5), finding('error', 7), finding('warning', 9)];

  it('are counted, and the mistakes come first', () => {
    expect(counted(all)).toEqual({ errors: 2, warnings: 2 });
    expect(inOrder(all).map(({ line }) => line)).toEqual([5, 7, 1, 9]);
  });
});
