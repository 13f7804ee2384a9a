import { ja } from '@madoguchi/shared/messages/ja';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Suspense, useRef, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Row } from '../src/app/api';
import { Speak } from '../src/app/i18n';
import { fetchTheRest, lazily } from '../src/parts/later';
import { move } from '../src/parts/order';
import { Grip, Told, useSortable } from '../src/parts/sortable';
import { pastOf } from '../src/screens/inbox/panel/history';
import { picturesOf, placeOf } from '../src/screens/inbox/thread/media';
import { inbound } from './make';

function Sorted() {
  const [items, setItems] = useState(['a', 'b', 'c']);
  const list = useRef<HTMLUListElement>(null);
  const sorting = useSortable({
    list,
    length: items.length,
    name: (n) => items[n] ?? '',
    onMove: (from, to) => setItems(move(items, from, to)),
  });
  return (
    <>
      <ul ref={list}>
        {items.map((item, n) => (
          <li key={item} {...sorting.item(n)}>
            {item}
            <Grip sorting={sorting} n={n} />
          </li>
        ))}
      </ul>
      <Told sorting={sorting} />
    </>
  );
}

const order = () => screen.getAllByRole('listitem').map((item) => item.textContent);
const grip = (name: string) => screen.getByRole('button', { name: `「${name}」を並べ替え` });

describe('a part that is fetched when it is needed', () => {
  afterEach(cleanup);

  it('is shown at once if it is there already', async () => {
    vi.stubGlobal('requestIdleCallback', (work: () => void) => setTimeout(work));
    const fetch = vi.fn(async () => ({ default: ({ word }: { word: string }) => <p>{word}</p> }));
    const Part = lazily(fetch);
    fetchTheRest();
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    await new Promise((on) => setTimeout(on));
    render(
      <Suspense fallback="coming">
        <Part word="here" />
      </Suspense>,
    );
    expect(screen.queryByText('here')).not.toBeNull();
    vi.unstubAllGlobals();
  });
});

describe('a list that people sort', () => {
  afterEach(cleanup);
  const show = () =>
    render(
      <Speak catalogue={ja} language="ja">
        <Sorted />
      </Speak>,
    );

  it('is put in order with the arrow keys, and not beyond its ends', () => {
    show();
    fireEvent.keyDown(grip('a'), { key: 'ArrowDown', altKey: true });
    expect(order()).toEqual(['b', 'a', 'c']);
    expect(screen.getByRole('status').textContent).toBe('「a」を 3 件中 2 番目に移動しました');
    fireEvent.keyDown(grip('b'), { key: 'ArrowUp' });
    expect(order()).toEqual(['b', 'a', 'c']);
    fireEvent.keyDown(grip('c'), { key: 'Home' });
    expect(order()).toEqual(['c', 'b', 'a']);
  });

  it('stays as it stands while something is dragged, shows where it would fall, and takes it back with Esc', () => {
    show();
    const items = screen.getAllByRole('listitem');
    items.forEach((item, n) => {
      item.getBoundingClientRect = () => new DOMRect(0, n * 40, 100, 40);
    });
    const held = grip('a');
    held.setPointerCapture = () => undefined;
    const drag = (y: number) => fireEvent.pointerMove(held, { clientX: 10, clientY: y });
    fireEvent.pointerDown(held, { button: 0, clientY: 10 });
    drag(70);
    expect(order()).toEqual(['a', 'b', 'c']);
    expect(items.map((item) => item.dataset.edge)).toEqual([undefined, 'after', undefined]);
    fireEvent.keyDown(held, { key: 'Escape' });
    fireEvent.pointerUp(held);
    expect(order()).toEqual(['a', 'b', 'c']);
    fireEvent.pointerDown(held, { button: 0, clientY: 10 });
    drag(110);
    fireEvent.pointerUp(held);
    expect(order()).toEqual(['b', 'c', 'a']);
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
