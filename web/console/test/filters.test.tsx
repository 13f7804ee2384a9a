import { ja } from '@madoguchi/shared/messages/ja';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Desk } from '../src/app/api';
import { deskQuery, teamQuery, Workplace, WorkplaceContext } from '../src/app/desk';
import { type Change, type Filters, queryOf, viewOf } from '../src/app/filters';
import { Speak } from '../src/app/i18n';
import { prefs } from '../src/app/prefs';
import { FilterBar } from '../src/screens/inbox/list/filters';
import { SavedViews } from '../src/screens/inbox/list/views';
// Fetched when they are opened; here they are there already, however slow the machine.
import '../src/screens/inbox/list/filter-menu';
import '../src/screens/inbox/list/view-name';

const DESK = {
  statuses: [{ id: 'open', ja: '対応中', en: 'In progress', color: 'blue' }],
  inboxes: [
    { id: 'line-main', name: 'LINE 本店', channel: 'line' },
    { id: 'web-main', name: 'サイト', channel: 'web' },
  ],
  tags: [{ name: '薬剤', tags: ['敏感肌', 'パッチテスト'] }],
  categories: [{ name: '予約', children: [{ name: '変更' }] }],
} as unknown as Desk;

function Bars({ begin, onChange }: { begin: Filters; onChange: (filters: Filters) => void }) {
  const [filters, set] = useState(begin);
  const onFilters = (change: Change) => {
    // As the address does it: what is `undefined` is not there.
    const next = viewOf(queryOf({ ...filters, ...change } as Filters));
    set(next);
    onChange(next);
  };
  return (
    <>
      <FilterBar filters={filters} onFilters={onFilters} />
      <SavedViews filters={filters} onFilters={onFilters} />
    </>
  );
}

function show(begin: Filters) {
  const workplace = new Workplace(() => undefined);
  workplace.queries.setQueryData(deskQuery.queryKey, DESK);
  workplace.queries.setQueryData(teamQuery.queryKey, []);
  const now = { filters: begin };
  render(
    <WorkplaceContext value={workplace}>
      <QueryClientProvider client={workplace.queries}>
        <Speak catalogue={ja} language="ja">
          <Bars begin={begin} onChange={(filters) => Object.assign(now, { filters })} />
        </Speak>
      </QueryClientProvider>
    </WorkplaceContext>,
  );
  return now;
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

describe('filters', { timeout: 20_000 }, () => {
  afterEach(() => {
    cleanup();
    prefs.set({ ...prefs.get(), views: [] });
  });

  it('come off one by one, by their names (INB-03, INB-04)', async () => {
    const now = show({ view: 'all', tag: ['VIP', '敏感肌'], status: ['none', 'open'], inbox: ['gone'] });
    await press('タグ: VIP: 外す');
    await press('状態: 対応中: 外す');
    await press('受信口: gone: 外す');
    await press('タグ: 敏感肌: 外す');
    expect(now.filters).toEqual({ view: 'all', status: ['none'] });
    expect(screen.queryByText('すべて外す')).toBeNull();
  });

  it('come off all at once, and leave the view', async () => {
    const now = show({ view: 'mine', assignee: ['me', 'nobody'], hidden: true, sort: 'oldest' });
    await press('すべて外す');
    expect(now.filters).toEqual({ view: 'mine' });
  });

  it('are chosen several at a time', async () => {
    const now = show({ view: 'all', tag: ['VIP'] });
    await press('絞り込み');
    const check = async (name: string) => {
      await userEvent.click(await screen.findByRole('checkbox', { name, hidden: true }));
    };
    for (const name of ['敏感肌', 'LINE', '予約 / 変更', '自分', 'ブックマーク', 'VIP']) await check(name);
    await userEvent.selectOptions(screen.getByLabelText('並び順'), 'oldest');
    expect(now.filters).toEqual({
      view: 'all',
      tag: ['敏感肌'],
      channel: ['line'],
      category: ['予約 / 変更'],
      assignee: ['me'],
      bookmarked: true,
      sort: 'oldest',
    });
  });

  it('are found by their names', async () => {
    show({ view: 'all' });
    await press('絞り込み');
    await userEvent.type(await screen.findByLabelText('条件を検索'), 'ﾊﾟｯﾁ');
    const found = screen.getAllByRole('checkbox').map((box) => box.closest('label')?.textContent);
    expect(found).toEqual(['パッチテスト', 'ブックマーク', 'ブロック中の顧客', '非表示の顧客']);
  });

  it('give the focus back to the button that opened a menu', async () => {
    show({ view: 'all', tag: ['VIP'] });
    for (const [button, field] of [
      ['絞り込み', '並び順'],
      ['この表示を保存', '表示の名前'],
    ] as const) {
      await press(button);
      await screen.findByLabelText(field);
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: button })));
    }
  });

  it('call nobody back who has gone on', async () => {
    show({ view: 'all', tag: ['VIP'] });
    await press('絞り込み');
    await screen.findByLabelText('並び順');
    const next = screen.getByRole('button', { name: 'タグ: VIP: 外す', hidden: true });
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(screen.queryByLabelText('並び順')).toBeNull();
    next.focus();
    // The popover gives the focus back in a timer of its own.
    await new Promise((on) => setTimeout(on, 50));
    expect(document.activeElement).toBe(next);
  });

  it('are kept under a name and come back (EXT-06)', async () => {
    const now = show({ view: 'waiting', tag: ['VIP'], channel: ['web', 'line'] });
    await press('この表示を保存');
    await userEvent.type(await screen.findByLabelText('表示の名前'), '至急{Enter}');
    const kept = [{ name: '至急', query: 'view=waiting&channel=line&channel=web&tag=VIP' }];
    expect(prefs.get().views).toEqual(kept);
    // Keys go on from what came of it.
    const chip = screen.getByRole('button', { name: '至急' });
    await waitFor(() => expect(document.activeElement).toBe(chip));
    await press('至急');
    expect(now.filters).toEqual({ view: 'all' });
    await press('至急');
    expect(now.filters).toMatchObject({ view: 'waiting', tag: ['VIP'], channel: ['line', 'web'] });
    await press('保存した表示「至急」を削除');
    expect(prefs.get().views).toEqual([]);
  });
});
