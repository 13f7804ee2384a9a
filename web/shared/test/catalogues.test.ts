import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Message, translator } from '../src/messages';
import { en as commonEn } from '../src/messages/en';
import { ja as commonJa } from '../src/messages/ja';
import { en as rulesEn } from '../src/messages/rules-en';
import { ja as rulesJa } from '../src/messages/rules-ja';
import { en as settingsEn } from '../src/messages/settings-en';
import { ja as settingsJa } from '../src/messages/settings-ja';

const sources = join(import.meta.dirname, '../../console/src');
const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(sources, name), 'utf8') }));

/** Every word there is: those of all screens, and those of screens that have their own. */
const ja: Record<string, Message> = { ...commonJa, ...rulesJa, ...settingsJa };
const en: Record<string, Message> = { ...commonEn, ...rulesEn, ...settingsEn };

const forms = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));
const values = (message: Message) =>
  new Set(forms(message).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1])));

describe('catalogues', () => {
  it('have the same keys, in order', () => {
    const pairs: [object, object][] = [
      [commonJa, commonEn],
      [rulesJa, rulesEn],
      [settingsJa, settingsEn],
    ];
    for (const [one, other] of pairs) {
      const keys = Object.keys(one);
      expect(Object.keys(other)).toEqual(keys);
      expect(keys).toEqual([...keys].sort());
    }
  });

  it('do not give one key two sentences', () => {
    const screens = { ...rulesJa, ...settingsJa };
    expect(Object.keys(screens).filter((key) => key in commonJa)).toEqual([]);
    expect(Object.keys(rulesJa).filter((key) => key in settingsJa)).toEqual([]);
  });

  it('take the same values for every sentence', () => {
    for (const [key, message] of Object.entries(ja)) {
      const other = values(en[key] ?? '');
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
    const t = translator(commonEn, 'en');
    expect(t('thread.new', { n: 1 })).toBe('1 new message');
    expect(t('thread.new', { n: 3 })).toBe('3 new messages');
    expect(translator(commonJa, 'ja')('list.held_by', { name: '川根' })).toBe('担当 川根');
  });
});
