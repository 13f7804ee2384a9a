import { ja } from '@madoguchi/shared/messages/ja';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type Colleague } from '../src/app/api';
import { teamQuery, Workplace, WorkplaceContext } from '../src/app/desk';
import { Speak } from '../src/app/i18n';
import { Viewers } from '../src/screens/inbox/thread/viewers';

const TEAM = [
  { id: 'op-2', name: '森 さくら' },
  { id: 'op-3', name: '林 健太' },
] as Colleague[];

describe('who looks at a conversation', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(api, 'POST').mockResolvedValue({ data: undefined, response: new Response() });
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is said, and read out when somebody comes or begins to write', () => {
    const { queries, company } = new Workplace(() => undefined);
    queries.setQueryData(teamQuery.queryKey, TEAM);
    const workplace = { company } as Workplace;
    render(
      <WorkplaceContext value={workplace}>
        <QueryClientProvider client={queries}>
          <Speak catalogue={ja} language="ja">
            <Viewers conversation="c1" />
          </Speak>
        </QueryClientProvider>
      </WorkplaceContext>,
    );
    const readOut = () => screen.getByRole('status').textContent;
    const shown = () => screen.queryByTitle(/./)?.title;
    const looks = (operator: string, typing: boolean, conversation = 'c1') =>
      act(() => company.looks(conversation, operator, typing));

    looks('op-2', false, 'c2');
    expect([shown(), readOut()]).toEqual([undefined, '']);
    looks('op-2', false);
    expect([shown(), readOut()]).toEqual(['森 さくらさんが閲覧中', '森 さくらさんが閲覧中']);
    looks('op-3', false);
    expect(shown()).toBe('森 さくら、林 健太さんが閲覧中');
    looks('op-3', true);
    expect([shown(), readOut()]).toEqual(['林 健太さんが入力中', '林 健太さんが入力中']);
    // Who stops is seen, and not read out.
    looks('op-3', false);
    expect([shown(), readOut()]).toEqual(['森 さくら、林 健太さんが閲覧中', '']);
    looks('op-2', false);
    expect(readOut()).toBe('');
    act(() => vi.advanceTimersByTime(10_001));
    expect([shown(), readOut()]).toEqual([undefined, '']);
  });
});
