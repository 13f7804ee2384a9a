import { expect, test } from 'vitest';
import { extraOf } from '../src/extra-words';
import { isSafe, pieces } from '../src/links';
import { moreOf, why } from '../src/more-words';
import { fill, wordsOf } from '../src/words';

/** SEC-16: only https, mailto and tel lead anywhere, and a text never loses or gains a character. */
test.each([
  ['see https://example.com/a.', ['https://example.com/a']],
  ['(https://example.com/a_(b))', ['https://example.com/a_(b))']],
  ['(https://example.com/a)', ['https://example.com/a']],
  ['地図はhttps://example.com/地図。次へ', ['https://example.com/地図']],
  ['「https://example.com/x」をご覧ください', ['https://example.com/x']],
  ['mailto:mei@example.com, tel:+81-3-1234-5678!', ['mailto:mei@example.com', 'tel:+81-3-1234-5678']],
  ['javascript:alert(1) http://example.com data:text/html,x ftp://a', []],
  ['https:// https://', []],
  ['HTTPS://EXAMPLE.COM', ['HTTPS://EXAMPLE.COM']],
])('%s', (text, found) => {
  const read = pieces(text);
  expect(read.flatMap(({ href }) => href ?? [])).toEqual(found);
  expect(read.map(({ text }) => text).join('')).toBe(text);
});

test('an address is safe by its scheme', () => {
  for (const bad of [
    'javascript:alert(1)',
    'http://example.com',
    'https:',
    'mailto:',
    '//example.com',
    'vbscript:x',
    'blob:https://a/b',
  ])
    expect(isSafe(bad), bad).toBe(false);
  for (const good of ['https://example.com', 'mailto:a@b.example', 'tel:110'])
    expect(isSafe(good), good).toBe(true);
});

/** Section 13: both languages say everything, with the same values. */
test('the catalogues agree', () => {
  const ja = { ...wordsOf('ja-JP'), ...moreOf('ja'), ...extraOf('ja') };
  const en = { ...wordsOf('en-GB'), ...moreOf('fr'), ...extraOf('fr') };
  expect(Object.keys(en)).toEqual(Object.keys(ja));
  const values = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();
  for (const key of Object.keys(ja) as (keyof typeof ja)[]) {
    expect(values(en[key]), key).toEqual(values(ja[key]));
    expect(en[key].length * ja[key].length, key).toBeGreaterThan(0);
  }
  expect([ja, en].map(({ scores }) => scores.split(',').length)).toEqual([5, 5]);
  expect(fill(en.joined, { name: 'Ken $& {n}' })).toBe('Ken $& {n} joined');
  expect(why('heic', en)).toContain('JPEG');
  expect(why('identity_expired', en)).toBe(en.identity);
  expect(why(undefined, en)).toBe(en.failed);
});

/** CI fails on a key that nothing says. */
test('every word is said somewhere', async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const folder = new URL('../src/', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name) && !/words\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const more = readFileSync(new URL('more-words.ts', folder), 'utf8');
  const indirect = ['waiting', 'joined', 'ended', 'saved', 'asked'];
  const unsaid = Object.keys({ ...wordsOf('ja'), ...moreOf('ja'), ...extraOf('ja') }).filter(
    (key) => !indirect.includes(key) && !new RegExp(`words\\.${key}\\b`).test(code + more),
  );
  expect(unsaid).toEqual([]);
});
