import { ja } from '@madoguchi/shared/messages/ja';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Speak } from '../src/app/i18n';
import { Editable } from '../src/screens/inbox/panel/editable';

function show(onSave: (value: string) => Promise<unknown>) {
  const field = (value: string) => (
    <Speak catalogue={ja} language="ja">
      <Editable label="システム表示名" value={value} maxLength={64} onSave={onSave} />
    </Speak>
  );
  const { rerender } = render(field('佐藤'));
  return {
    input: screen.getByLabelText('システム表示名'),
    become: (value: string) => rerender(field(value)),
  };
}

const value = (input: HTMLElement) => (input as HTMLInputElement).value;

describe('a field that saves itself', () => {
  afterEach(cleanup);

  it('saves with Enter, once', async () => {
    const save = vi.fn(() => Promise.resolve());
    const { input } = show(save);
    await userEvent.type(input, ' 様{Enter}');
    expect(save.mock.calls).toEqual([['佐藤 様']]);
    expect(await screen.findByText('保存しました')).toBeTruthy();
  });

  it('saves when it is left, and nothing when nothing has changed', async () => {
    const save = vi.fn(() => Promise.resolve());
    const { input } = show(save);
    await userEvent.click(input);
    await userEvent.tab();
    expect(save).not.toHaveBeenCalled();
    await userEvent.type(input, '様');
    await userEvent.tab();
    expect(save).toHaveBeenCalledWith('佐藤様');
  });

  it('gets back what was with Esc', async () => {
    const save = vi.fn(() => Promise.resolve());
    const { input } = show(save);
    await userEvent.type(input, '様{Escape}');
    await userEvent.tab();
    expect(value(input)).toBe('佐藤');
    expect(save).not.toHaveBeenCalled();
  });

  it('keeps what was typed when it cannot be saved, and offers to try again', async () => {
    const save = vi.fn((): Promise<unknown> => Promise.reject(new Error('offline')));
    const { input } = show(save);
    await userEvent.type(input, '様{Enter}');
    const again = await screen.findByRole('button', { name: '保存できませんでした。もう一度' });
    expect(value(input)).toBe('佐藤様');
    save.mockImplementationOnce(() => Promise.resolve());
    await userEvent.click(again);
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('shows what a colleague has made of it, unless one is typing', async () => {
    const { input, become } = show(() => Promise.resolve());
    become('鈴木');
    expect(value(input)).toBe('鈴木');
    await userEvent.type(input, '様');
    become('田中');
    expect(value(input)).toBe('鈴木様');
  });
});
