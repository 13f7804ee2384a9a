import { describe, expect, it } from 'vitest';
import { codePoints, count, fold, initial, isEmojiOnly, links, type Part, wordDiff } from '../src/text';

const side = (parts: Part[], other: Part['kind']) =>
  parts
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('');

describe('wordDiff', () => {
  it('compares Japanese word by word', () => {
    expect(wordDiff('明日10時なら空いてるよ', '明日10時でしたら空いております', 'ja')).toEqual([
      { kind: 'same', text: '明日10時' },
      { kind: 'removed', text: 'なら' },
      { kind: 'added', text: 'でしたら' },
      { kind: 'same', text: '空い' },
      { kind: 'removed', text: 'てるよ' },
      { kind: 'added', text: 'ております' },
    ]);
  });

  it('finds nothing between equal texts, and everything between strangers', () => {
    expect(wordDiff('same', 'same', 'en')).toEqual([{ kind: 'same', text: 'same' }]);
    expect(wordDiff('', 'new', 'en')).toEqual([{ kind: 'added', text: 'new' }]);
    expect(wordDiff('old', '', 'en')).toEqual([{ kind: 'removed', text: 'old' }]);
  });

  it('always holds both texts whole', () => {
    const words = ['a ', 'b ', 'c ', '予約', 'です', '。', '\n', '🙂'];
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const text = () => Array.from({ length: random(40) }, () => words[random(words.length)]).join('');
    for (let n = 0; n < 500; n += 1) {
      const [before, after] = [text(), text()];
      const parts = wordDiff(before, after, 'ja');
      expect(side(parts, 'added')).toBe(before);
      expect(side(parts, 'removed')).toBe(after);
    }
  });

  it('gives up on the detail of texts that have nothing in common', () => {
    const long = (word: string) => Array.from({ length: 2000 }, (_, n) => `${word}${n}`).join(' ');
    const parts = wordDiff(long('a'), long('b'), 'en');
    expect(side(parts, 'removed')).toBe(long('b'));
  });
});

describe('links', () => {
  it('finds addresses and leaves what surrounds them', () => {
    expect(links('詳しくは https://example.com/a?b=1。(help@example.com)')).toEqual([
      { text: '詳しくは ' },
      { text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { text: '。(' },
      { text: 'help@example.com', href: 'mailto:help@example.com' },
      { text: ')' },
    ]);
  });

  it('makes no link of other schemes', () => {
    expect(links('javascript:alert(1) data:text/html,x').some(({ href }) => href)).toBe(false);
  });
});

describe('counting and cutting', () => {
  it('counts what the channel counts', () => {
    expect(count('あ🙂', 'utf16')).toBe(3);
    expect(count('あ🙂', 'scalars')).toBe(2);
    expect(count('あ🙂', 'bytes')).toBe(7);
  });

  it('gives the API code points', () => {
    expect(codePoints('🙂あいう', 2, 4)).toEqual({ start: 1, end: 3 });
  });

  it('knows a message of emoji', () => {
    expect(isEmojiOnly('👍🏽 👨‍👩‍👧')).toBe(true);
    expect(isEmojiOnly('OK 👍')).toBe(false);
    expect(isEmojiOnly('12')).toBe(false);
  });

  it('takes the first letter of a name and not of a mark before it', () => {
    expect(initial('【川根】佐藤 美咲')).toBe('佐');
    expect(initial('elena')).toBe('E');
    expect(initial('')).toBe('?');
  });

  it('folds width, case and kana', () => {
    expect(fold('ＡＢＣ ｶﾀｶﾅ ひらがな')).toBe('abc カタカナ ヒラガナ');
  });
});
