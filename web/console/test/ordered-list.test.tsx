import { ja } from '@madoguchi/shared/messages/ja';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Speak } from '../src/app/i18n';
import { OrderedList } from '../src/parts/ordered-list';

interface Options {
  onRemove?: (item: string, go: () => void) => void;
  folded?: boolean;
}

function Names({ onRemove, folded }: Options) {
  const [names, setNames] = useState(['一', '二', '三']);
  return (
    <Speak catalogue={ja} language="ja">
      <OrderedList
        label="名前"
        items={names}
        name={(name) => name}
        onChange={setNames}
        add={{ label: '名前を追加', make: () => '', most: 4 }}
        {...(onRemove && { onRemove })}
        {...(folded && { summary: (name: string) => name })}
      >
        {(name, n, change) => (
          <input aria-label={`欄${n}`} value={name} onChange={(event) => change(event.target.value)} />
        )}
      </OrderedList>
      <output>{names.join(',')}</output>
      <button type="button" onClick={() => setNames(['別'])}>
        取り替え
      </button>
    </Speak>
  );
}

const order = () => document.querySelector('output')?.textContent;

describe('an ordered list', () => {
  afterEach(cleanup);

  it('is put in order by the keyboard, keeps the focus and says where things are now (2.5.7)', async () => {
    render(<Names />);
    const handle = screen.getByRole('button', { name: '「一」を並べ替え' });
    handle.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(order()).toBe('二,一,三');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('「一」を並べ替え');
    expect(screen.getByText('「一」を 3 件中 2 番目に移動しました').getAttribute('role')).toBe('status');
    await userEvent.keyboard('{End}{ArrowDown}');
    expect(order()).toBe('二,三,一');
  });

  it('is put in order by the menu', async () => {
    render(<Names />);
    await userEvent.click(screen.getByRole('button', { name: '「三」の操作' }));
    await userEvent.click(screen.getByRole('menuitem', { name: '上へ' }));
    expect(order()).toBe('一,三,二');
  });

  it('keeps what is typed with its entry when entries move', async () => {
    render(<Names />);
    await userEvent.type(screen.getByLabelText('欄0'), '番');
    screen.getByRole('button', { name: '「一番」を並べ替え' }).focus();
    await userEvent.keyboard('{End}');
    expect((screen.getByLabelText('欄2') as HTMLInputElement).value).toBe('一番');
  });

  it('begins to write in what was added, and stops at the most', async () => {
    render(<Names />);
    await userEvent.click(screen.getByRole('button', { name: '名前を追加' }));
    await userEvent.keyboard('四');
    expect(order()).toBe('一,二,三,四');
    expect(screen.queryByRole('button', { name: '名前を追加' })).toBeNull();
  });

  it('asks before something goes, if somebody wants to', async () => {
    const ask = vi.fn((_: string, go: () => void) => go());
    render(<Names onRemove={ask} />);
    await userEvent.click(screen.getByRole('button', { name: '「二」の操作' }));
    await userEvent.click(screen.getByRole('menuitem', { name: '削除' }));
    expect(ask.mock.calls[0]?.[0]).toBe('二');
    expect(order()).toBe('一,三');
  });

  it('opens one folded entry at a time, and none once the list was exchanged', async () => {
    render(<Names folded />);
    expect(screen.queryByLabelText('欄0')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '二' }));
    expect(screen.getByLabelText('欄1')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: '三' }));
    expect(screen.queryByLabelText('欄1')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '取り替え' }));
    expect(order()).toBe('別');
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});
