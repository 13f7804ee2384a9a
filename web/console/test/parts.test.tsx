import { ja } from '@madoguchi/shared/messages/ja';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from '../src/app/api';
import { Speak } from '../src/app/i18n';
import { Grip, useSortable } from '../src/parts/sortable';
import { pastOf } from '../src/screens/inbox/panel/history';
import { picturesOf, placeOf } from '../src/screens/inbox/thread/media';
import { inbound } from './make';

function Sorted() {
  const [keys, setKeys] = useState<readonly string[]>(['a', 'b', 'c']);
  const sorting = useSortable(keys, setKeys);
  return (
    <ul>
      {sorting.order.map((key) => (
        <li key={key} ref={sorting.place(key)}>
          {key}
          <Grip sorting={sorting} id={key} label={`grip ${key}`} />
        </li>
      ))}
    </ul>
  );
}

const order = () => screen.getAllByRole('listitem').map((item) => item.textContent);

describe('a short list', () => {
  afterEach(cleanup);

  it('is put in order with Alt and an arrow, and not beyond its ends', () => {
    render(
      <Speak catalogue={ja} language="ja">
        <Sorted />
      </Speak>,
    );
    fireEvent.keyDown(screen.getByLabelText('grip a'), { key: 'ArrowDown', altKey: true });
    expect(order()).toEqual(['b', 'a', 'c']);
    fireEvent.keyDown(screen.getByLabelText('grip b'), { key: 'ArrowUp', altKey: true });
    expect(order()).toEqual(['b', 'a', 'c']);
    fireEvent.keyDown(screen.getByLabelText('grip c'), { key: 'ArrowUp' });
    expect(order()).toEqual(['b', 'a', 'c']);
  });
});

describe('files', () => {
  const media = (source: object, kind = 'image') => ({ type: 'media', kind, source }) as never;
  const file = (state: string, url: string | null = null, shown = true) => ({ state, url, shown }) as never;

  it('are shown only from where the desk itself has them', () => {
    const elsewhere = { at: 'url', url: 'https://elsewhere.example/a.png' };
    expect(placeOf(media(elsewhere), null)).toBeNull();
    expect(placeOf(media({ at: 'url', url: 'https://desk.example/files/out_0a' }), null)).toBe(
      '/files/out_0a',
    );
    expect(placeOf(media({ at: 'upload', id: 'out_0b' }), null)).toBe('/files/out_0b');
    expect(placeOf(media({ at: 'provider', id: 'x' }), file('pending'))).toBeNull();
    expect(placeOf(media({ at: 'provider', id: 'x' }), file('stored', '/v1/file'))).toBe('/v1/file');
  });

  it('are looked at large if they are pictures that a browser may show', () => {
    const with_ = (seq: number, contents: unknown, copy: unknown) =>
      ({ ...inbound(seq), contents: [contents], file: copy }) as Row;
    const rows = [
      with_(1, media({ at: 'provider', id: 'x' }), file('stored', '/v1/1')),
      with_(2, media({ at: 'provider', id: 'x' }), file('stored', '/v1/2', false)),
      with_(3, media({ at: 'provider', id: 'x' }, 'voice'), file('stored', '/v1/3')),
      with_(4, media({ at: 'provider', id: 'x' }), file('failed')),
    ];
    expect(picturesOf(rows).map(({ src }) => src)).toEqual(['/v1/1']);
  });
});

describe('earlier conversations', () => {
  it('are the stretches that have ended, newest first', () => {
    const line = (seq: number, is: string) =>
      ({ kind: 'system', id: `row-${seq}`, seq, at: inbound(seq).at, text: '', line: { is } }) as Row;
    const rows = [inbound(1), line(2, 'ended'), line(3, 'reopened'), line(4, 'auto_completed'), inbound(5)];
    expect(pastOf(rows).map(({ from, to }) => [from.seq, to.seq])).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });
});
