// How rhai is coloured: a tokeniser that goes line by line and never fails, whatever stands there.
import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language';

const KEYWORDS = new Set(
  'let const if else switch while until loop do for in fn private return break continue throw try catch'.split(
    ' ',
  ),
);
const ATOMS = new Set(['true', 'false']);

/** Text of a backtick string; a number is the code of a `${…}` in one, and counts the braces open in it. */
type Mode = 'text' | number;

export interface RhaiState {
  /** How many block comments are open: they nest. */
  comments: number;
  /** Strings between backticks and the code in them, the innermost last. */
  modes: Mode[];
  /** Whether a string goes on in this line, because the line before ended in a backslash. */
  string: boolean;
  /** The brackets that are open, the innermost last: how far the line of each is indented. */
  open: number[];
}

function comment(stream: StringStream, state: RhaiState): string {
  while (!stream.eol() && state.comments > 0) {
    if (stream.match('/*')) state.comments += 1;
    else if (stream.match('*/')) state.comments -= 1;
    else stream.next();
  }
  return 'comment';
}

/** A string between quotation marks. It ends with its line unless a backslash is the line's last character. */
function string(stream: StringStream, state: RhaiState): string {
  state.string = false;
  while (!stream.eol()) {
    const next = stream.next();
    if (next === '"') return 'string';
    if (next === '\\') {
      if (stream.eol()) state.string = true;
      else stream.next();
    }
  }
  return 'string';
}

/** Text between backticks: two of them are one, and `${` begins code. */
function text(stream: StringStream, state: RhaiState): string {
  while (!stream.eol()) {
    if (stream.match('``')) continue;
    if (stream.match('`')) {
      state.modes.pop();
      return 'string';
    }
    if (stream.match('${', false)) {
      if (stream.current() !== '') return 'string';
      stream.match('${');
      state.modes.push(0);
      state.open.push(stream.indentation());
      return 'brace';
    }
    stream.next();
  }
  return 'string';
}

function bracket(next: string, stream: StringStream, state: RhaiState): string {
  const mode = state.modes.at(-1);
  const inside = typeof mode === 'number';
  if ('([{'.includes(next)) {
    state.open.push(stream.indentation());
    if (next === '{' && inside) state.modes[state.modes.length - 1] = mode + 1;
  } else {
    state.open.pop();
    if (next === '}' && inside) {
      if (mode === 0) state.modes.pop();
      else state.modes[state.modes.length - 1] = mode - 1;
    }
  }
  return 'bracket';
}

export const rhaiParser: StreamParser<RhaiState> = {
  name: 'rhai',
  startState: () => ({ comments: 0, modes: [], string: false, open: [] }),
  copyState: (state) => ({ ...state, modes: [...state.modes], open: [...state.open] }),
  token(stream, state) {
    if (state.comments > 0) return comment(stream, state);
    if (state.modes.at(-1) === 'text') return text(stream, state);
    if (state.string) return string(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match('/*')) {
      state.comments = 1;
      return comment(stream, state);
    }
    if (stream.match('"')) return string(stream, state);
    if (stream.match('`')) {
      state.modes.push('text');
      return text(stream, state);
    }
    if (stream.match(/^'(?:\\.[^']*|[^'\\])'/u)) return 'string';
    if (
      stream.match(/^(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)/)
    )
      return 'number';
    const name = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
    if (name && typeof name !== 'boolean') {
      const [word] = name;
      if (KEYWORDS.has(word)) return 'keyword';
      if (ATOMS.has(word)) return 'bool';
      const before = stream.string.slice(0, stream.start).trimEnd();
      if (stream.match(/^\s*\(/, false)) return 'variableName.function';
      if (stream.match(/^\s*:(?!:)/, false) && /[{,]$|^$/.test(before)) return 'propertyName';
      return before.endsWith('.') && !before.endsWith('..') ? 'propertyName' : 'variableName';
    }
    if (stream.match('#{')) return bracket('{', stream, state);
    const next = stream.next() ?? '';
    if ('()[]{}'.includes(next)) return bracket(next, stream, state);
    if ('|'.includes(next) || '+-*/%=<>!&?^.'.includes(next)) return 'operator';
    return null;
  },
  indent(state, after, { unit }) {
    // Text and comments stay as they are written.
    if (state.comments > 0 || state.string || state.modes.at(-1) === 'text') return null;
    const line = state.open.at(-1);
    if (line === undefined) return 0;
    // Brackets that begin in one line indent once; what closes the innermost stands as far in as the line it began in.
    return /^\s*[)\]}]/.test(after) ? line : line + unit;
  },
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
    indentOnInput: /^\s*[)\]}]$/,
  },
};

export const rhai = StreamLanguage.define(rhaiParser);
