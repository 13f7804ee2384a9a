// What is done to words: cut, compared, counted, searched for links.

/** A stretch of a comparison of two texts. */
export interface Part {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** More differences than this are not worth looking for one by one. */
const MOST_EDITS = 600;

function words(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** The differences between two texts, word by word, in the words of a language. */
export function wordDiff(before: string, after: string, language: string): Part[] {
  const [a, b] = [words(before, language), words(after, language)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const parts: Part[] = [
    { kind: 'same', text: a.slice(0, start).join('') },
    ...edits(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    { kind: 'same', text: a.slice(a.length - end).join('') },
  ];
  return tidy(parts);
}

/** The shortest way from one list of words to another (Myers 1986). */
function edits(a: string[], b: string[]): Part[] {
  const reach: number[] = [0, 0];
  const at = (k: number) => (k >= 0 ? 2 * k : -2 * k - 1);
  const trace: number[][] = [];
  for (let d = 0; d <= Math.min(a.length + b.length, MOST_EDITS); d += 1) {
    trace.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach[at(k - 1)] ?? 0) < (reach[at(k + 1)] ?? 0));
      let x = down ? (reach[at(k + 1)] ?? 0) : (reach[at(k - 1)] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach[at(k)] = x;
      if (x >= a.length && x - k >= b.length) return walk(a, b, trace, at);
    }
  }
  return [
    { kind: 'removed', text: a.join('') },
    { kind: 'added', text: b.join('') },
  ];
}

function walk(a: string[], b: string[], trace: number[][], at: (k: number) => number): Part[] {
  const parts: Part[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const reach = trace[d] ?? [];
    const k = x - y;
    const down = k === -d || (k !== d && (reach[at(k - 1)] ?? 0) < (reach[at(k + 1)] ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach[at(fromK)] ?? 0);
    const fromY = d === 0 ? 0 : fromX - fromK;
    const same = Math.min(x - fromX, y - fromY);
    for (let n = 0; n < same; n += 1) {
      x -= 1;
      y -= 1;
      parts.push({ kind: 'same', text: a[x] ?? '' });
    }
    if (d === 0) break;
    if (down) {
      y -= 1;
      parts.push({ kind: 'added', text: b[y] ?? '' });
    } else {
      x -= 1;
      parts.push({ kind: 'removed', text: a[x] ?? '' });
    }
  }
  return parts.reverse();
}

/** Joins neighbours of one kind; what was removed stands before what was added in its place. */
function tidy(parts: Part[]): Part[] {
  const found: Part[] = [];
  let [removed, added] = ['', ''];
  const flush = () => {
    if (removed) found.push({ kind: 'removed', text: removed });
    if (added) found.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const { kind, text } of parts) {
    if (text === '') continue;
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else {
      flush();
      const last = found.at(-1);
      if (last?.kind === 'same') last.text += text;
      else found.push({ kind, text });
    }
  }
  flush();
  return found;
}

/** What a channel counts in a text. */
export type Unit = 'utf16' | 'scalars' | 'bytes' | 'graphemes';

export function count(text: string, unit: Unit): number {
  if (unit === 'utf16') return text.length;
  if (unit === 'bytes') return new TextEncoder().encode(text).length;
  if (unit === 'scalars') return [...text].length;
  return Array.from(new Intl.Segmenter().segment(text)).length;
}

/** A range counted in UTF-16 units, as text fields do, in code points, as the API does. */
export function codePoints(text: string, start: number, end: number): { start: number; end: number } {
  const before = [...text.slice(0, start)].length;
  return { start: before, end: before + [...text.slice(start, end)].length };
}

/** A stretch of a text that may be a link. */
export interface Linked {
  text: string;
  href?: string;
}

const LINK = /https?:\/\/[^\s<>"'「」『』（）、。，！？]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Finds web and mail addresses. Full stops and brackets behind them are not part of them. */
export function links(text: string): Linked[] {
  const found: Linked[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = match[0].replace(/[.,:;!?)\]}]+$/, '');
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: link, href: link.includes('://') ? link : `mailto:${link}` });
    from = match.index + link.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** Whether a message is nothing but up to six emoji. */
export function isEmojiOnly(text: string): boolean {
  return /^(?:\p{RGI_Emoji}\s*){1,6}$/v.test(text.trim());
}

/** The letter that stands for somebody. A mark such as 【VIP】 before the name does not count. */
export function initial(name: string): string {
  const bare = name.replace(/^[【[(（][^】\])）]*[】\])）]\s*/u, '').trim() || name.trim();
  return Array.from(new Intl.Segmenter().segment(bare))[0]?.segment.toUpperCase() ?? '?';
}

/** Letters without case and width, hiragana as katakana: what is typed into a search finds what is meant. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u3041-\u3096]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
}
