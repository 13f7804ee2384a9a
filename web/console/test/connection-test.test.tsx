import { ja } from '@madoguchi/shared/messages/ja';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Speak } from '../src/app/i18n';

vi.hoisted(() => localStorage.setItem('prefs', '{"language":"ja"}'));

const asked = vi.hoisted(() => vi.fn());
vi.mock('../src/app/api', () => ({ api: { POST: asked } }));

const { ConnectionTest } = await import('../src/screens/settings/connection-test');

function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Speak catalogue={ja} language="ja">
        <ConnectionTest inbox="line-main" />
      </Speak>
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: '接続をテスト' }));
}

describe('the test of an inbox', () => {
  afterEach(() => {
    cleanup();
    asked.mockReset();
  });

  it('lists what was looked at, in the desk’s order and words', async () => {
    const checks = [
      { check: 'account', ok: true, detail: 'みずの珈琲' },
      { check: 'webhook', ok: false, detail: '利用がオフです' },
    ];
    asked.mockResolvedValue({ data: { ok: false, checks } });
    show();
    const list = await screen.findByRole('list', { name: '接続テストの結果' });
    const lines = within(list).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual([
      'アカウント: みずの珈琲',
      'Webhook: 利用がオフです',
    ]);
    expect(lines.map((line) => line.querySelector('[data-good]') !== null)).toEqual([true, false]);
    expect(asked).toHaveBeenCalledWith('/v1/inboxes/{inbox}/test', {
      params: { path: { inbox: 'line-main' } },
    });
  });

  it('says why nothing was looked at', async () => {
    const { Problem } = await import('@madoguchi/shared/api');
    asked.mockRejectedValue(
      new Problem(429, { type: 'urn:madoguchi:problem:busy', title: 'お待ちください' }),
    );
    show();
    await screen.findByText('お待ちください');
    expect(screen.queryByRole('list')).toBeNull();
  });
});
