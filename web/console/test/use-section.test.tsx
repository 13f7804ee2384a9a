import { Problem } from '@madoguchi/shared/api';
import { ja } from '@madoguchi/shared/messages/ja';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Speak } from '../src/app/i18n';
import { Toasts } from '../src/parts/toast';
import { namesWrong } from '../src/screens/settings/checks';
import type { Section } from '../src/screens/settings/editing';
import { type Subject, useSection } from '../src/screens/settings/use-section';

// The settings' words come in the language of the page that fetches them.
vi.hoisted(() => localStorage.setItem('prefs', '{"language":"ja"}'));

const refused = (kind: string, status: number, more = {}) =>
  new Problem(status, { type: `urn:madoguchi:problem:${kind}`, title: kind, ...more });

function edit(put: Subject<string[]>['put'], section: Section<string[]> = { value: ['a'], version: 1 }) {
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>
      <Speak catalogue={ja} language="ja">
        <Toasts>{children}</Toasts>
      </Speak>
    </QueryClientProvider>
  );
  const subject = (section: Section<string[]>): Subject<string[]> => ({
    section,
    put,
    lines: (value) => value.map((text) => ({ key: text, label: text, text })),
    check: (value, t) => namesWrong(value, (n) => `[${n}]`, t),
    tidy: (value) => value.map((text) => text.trim()),
  });
  const hook = renderHook((section: Section<string[]>) => useSection(subject(section)), {
    wrapper,
    initialProps: section,
  });
  return { editor: () => hook.result.current, arrives: hook.rerender };
}

describe('a section that is edited', () => {
  afterEach(cleanup);

  it('is saved with the version that was seen, tidied, and says so', async () => {
    const put = vi.fn(async ({ value }: { value: string[] }) => ({ value, version: 2 }));
    const { editor } = edit(put);
    act(() => editor().set(['a', ' b ']));
    expect(editor().dirty).toBe(true);
    act(() => editor().save());
    await screen.findByText('変更を保存しました');
    expect(put.mock.calls).toEqual([[{ expected: 1, value: ['a', 'b'] }]]);
    expect(editor()).toMatchObject({ dirty: false, draft: ['a', 'b'], base: { version: 2 } });
  });

  it('is not sent while something can be seen to be wrong, and is looked at as one types', () => {
    const put = vi.fn();
    const { editor } = edit(put);
    act(() => editor().set(['a', '']));
    expect(editor().wrongs).toEqual({});
    act(() => editor().save());
    expect(put).not.toHaveBeenCalled();
    expect(editor().wrong('[1]')).toBe('入力してください');
    act(() => editor().set(['a', 'a']));
    expect(editor().wrong('[1]')).toBe('同じ名前がほかにもあります');
    act(() => editor().set(['a', 'b']));
    expect(editor().wrongs).toEqual({});
  });

  it('shows the desk’s refusal at the place it names, until that is changed', async () => {
    const put = () => Promise.reject(refused('invalid-body', 400, { field: 'value[1]', detail: 'is taken' }));
    const { editor } = edit(put);
    act(() => editor().set(['a', 'b']));
    act(() => editor().save());
    await waitFor(() => expect(editor().wrong('[1]')).toContain('is taken'));
    expect(editor().isBroken('[1]')).toBe(true);
    act(() => editor().set(['a', 'c']));
    expect(editor().wrongs).toEqual({});
    expect(editor().draft).toEqual(['a', 'c']);
  });

  it('shows what somebody else has saved, and saves over it only once that was seen', async () => {
    const put = vi.fn(({ expected, value }: { expected: number | null; value: string[] }) =>
      expected === 2
        ? Promise.resolve({ value, version: 3 })
        : Promise.reject(refused('settings-changed', 409)),
    );
    const { editor, arrives } = edit(put);
    act(() => editor().set(['mine']));
    act(() => editor().save());
    await waitFor(() => expect(editor().failures).toBe(1));
    expect(editor().refused).toBeNull();
    arrives({ value: ['theirs'], version: 2 });
    await waitFor(() => expect(editor().theirs?.value).toEqual(['theirs']));
    act(() => editor().takeTheirs());
    expect(editor()).toMatchObject({ draft: ['theirs'], aside: ['mine'], dirty: false, unsaved: true });
    act(() => editor().bringBack());
    act(() => editor().save());
    await waitFor(() => expect(editor().base).toMatchObject({ value: ['mine'], version: 3 }));
  });

  it('keeps the draft when the desk cannot be reached', async () => {
    const { editor } = edit(() => Promise.reject(new Error('offline')));
    act(() => editor().set(['mine']));
    act(() => editor().save());
    await waitFor(() => expect(editor().refused).toBe('サーバーに接続できません'));
    expect(editor()).toMatchObject({ draft: ['mine'], dirty: true });
  });
});
