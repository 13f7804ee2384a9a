import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Message, translator } from '../src/messages';
import { en } from '../src/messages/en';
import { ja } from '../src/messages/ja';

const sources = join(import.meta.dirname, '../../console/src');
const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(sources, name), 'utf8') }));

const forms = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));
const values = (message: Message) =>
  new Set(forms(message).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1])));

describe('catalogues', () => {
  it('have the same keys, in order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    const keys = Object.keys(ja);
    expect(keys).toEqual([...keys].sort());
  });

  it('take the same values for every sentence', () => {
    for (const [key, message] of Object.entries(ja)) {
      const other = values(en[key as keyof typeof ja]);
      const extra = [...other].filter((name) => !values(message).has(name));
      expect(extra, key).toEqual([]);
    }
  });

  it('hold no sentence that nobody says', () => {
    const text = code.map((file) => file.text).join('\n');
    const said = new Set([...text.matchAll(/'([a-z]+(?:\.[a-z_-]+)+)'/g)].map((match) => match[1]));
    const begun = [...text.matchAll(/`([a-z.]+\.)\$\{/g)].map((match) => match[1] ?? '');
    const unsaid = Object.keys(ja).filter(
      (key) => !said.has(key) && !begun.some((start) => key.startsWith(start)),
    );
    expect(unsaid).toEqual([]);
  });

  it('hold every word on screen: no component has Japanese of its own', () => {
    const own = code.filter(({ text }) =>
      text
        .split('\n')
        .some((line) => !/^\s*(\/\/|\/?\*)/.test(line) && /['"`>][^'"`<]*[\u3040-\u30ff]/.test(line)),
    );
    expect(own.map(({ name }) => name)).toEqual([]);
  });

  it('are filled with values, in the form that the number asks for', () => {
    const t = translator(en, 'en');
    expect(t('thread.new', { n: 1 })).toBe('1 new message');
    expect(t('thread.new', { n: 3 })).toBe('3 new messages');
    expect(translator(ja, 'ja')('list.held_by', { name: '川根' })).toBe('担当 川根');
  });
});
