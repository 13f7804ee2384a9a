import { StringStream } from '@codemirror/language';
import { describe, expect, it } from 'vitest';
import { rhaiParser } from '../src/screens/rules/rhai';

type State = ReturnType<NonNullable<typeof rhaiParser.startState>>;

function start(): State {
  if (!rhaiParser.startState) throw new Error('there is no first state');
  return rhaiParser.startState(4);
}

/** The words of a text with what they are; white space and what is nothing in particular left out. */
function tokens(text: string): string[] {
  const state = start();
  return text.split('\n').flatMap((line) => {
    const stream = new StringStream(line, 4, 4);
    const found: string[] = [];
    while (!stream.eol()) {
      const kind = rhaiParser.token(stream, state);
      if (stream.pos === stream.start) throw new Error(`stands still at ${stream.pos} of ${line}`);
      if (kind) found.push(`${kind} ${stream.current()}`);
      stream.start = stream.pos;
    }
    return found;
  });
}

/** How far the line after a text is indented. */
function indentAfter(text: string, after = ''): number | null | undefined {
  const state = start();
  for (const line of text.split('\n')) {
    const stream = new StringStream(line, 4, 4);
    while (!stream.eol()) {
      rhaiParser.token(stream, state);
      stream.start = stream.pos;
    }
  }
  return rhaiParser.indent?.(state, after, { unit: 4 } as Parameters<
    NonNullable<typeof rhaiParser.indent>
  >[2]);
}

const strings = (text: string) => tokens(text).filter((one) => one.startsWith('string'));

describe('the colours of rhai (BOT-08)', () => {
  it('know a rule', () => {
    expect(tokens('keyword("a", ["b"], |chat| chat.reply(#{ ja: "c" }));')).toEqual([
      'variableName.function keyword',
      'bracket (',
      'string "a"',
      'bracket [',
      'string "b"',
      'bracket ]',
      'operator |',
      'variableName chat',
      'operator |',
      'variableName chat',
      'operator .',
      'variableName.function reply',
      'bracket (',
      'bracket #{',
      'propertyName ja',
      'string "c"',
      'bracket }',
      'bracket )',
      'bracket )',
    ]);
  });

  it('nest block comments over lines', () => {
    expect(tokens('/* a /* b */\nc */ let x = 1; // end')).toEqual([
      'comment /* a /* b */',
      'comment c */',
      'keyword let',
      'variableName x',
      'operator =',
      'number 1',
      'comment // end',
    ]);
  });

  it('find code in strings between backticks, also in strings in that code', () => {
    expect(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: rhai has these too
      tokens('`a ${if x { `b ${y}` } else { "}" }} c` + z').filter((one) => !one.startsWith('bracket')),
    ).toEqual([
      'string `a ',
      'brace ${',
      'keyword if',
      'variableName x',
      'string `b ',
      'brace ${',
      'variableName y',
      'string `',
      'keyword else',
      'string "}"',
      'string  c`',
      'operator +',
      'variableName z',
    ]);
  });

  it('go on with backticks in the next line, and end a string with its own', () => {
    expect(strings('`a\nb`\n"open\nx')).toEqual(['string `a', 'string b`', 'string "open']);
    expect(strings('"a\\\nb" + "\\""')).toEqual(['string "a\\', 'string b"', 'string "\\""']);
    expect(strings('`a``b` 1')).toEqual(['string `a``b`']);
  });

  it('never stand still, whatever is there', () => {
    const odd = '} ) ] ${ `${`${ \u0000 "\\ \' \'\\ 0x 1.2.3 #" 😀 か゛ @ ~ \\ /* `';
    expect(() => tokens(`${odd}\n${odd}\n*/ ${odd}`)).not.toThrow();
  });

  it('indent once for brackets that begin in one line', () => {
    expect(indentAfter('keyword("a", ["b"], |chat| {')).toBe(4);
    expect(indentAfter('keyword("a", [')).toBe(4);
    expect(indentAfter('keyword("a", ["b"], |chat| {', '});')).toBe(0);
    expect(indentAfter('if a {\n    chat.reply(#{\n        ja: "b",')).toBe(8);
    expect(indentAfter('if a {\n    chat.reply(#{\n        ja: "b",', '});')).toBe(4);
    expect(indentAfter('chat.reply("a");')).toBe(0);
    expect(indentAfter('`text'), 'text stays as it is written').toBeNull();
  });
});
