import { ja } from '@madoguchi/shared/messages/ja';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Speak } from '../src/app/i18n';
import { ofField, unknownBlank } from '../src/screens/settings/blanks';
import type { Action, ActionStep, Settings } from '../src/screens/settings/query';
import { StepEditor } from '../src/screens/settings/step-editor';
import { checkActions, KINDS, newId, told, turned } from '../src/screens/settings/steps';
import type { SettingsTranslate } from '../src/screens/settings/words';
import { difference, draftOf, signsOut } from '../src/screens/team/change';

vi.hoisted(() => localStorage.setItem('prefs', '{"language":"ja"}'));

/** Says the key and the values, so that a test sees which sentence was meant. */
const t = ((key: string, values?: object) =>
  values ? `${key} ${JSON.stringify(values)}` : key) as SettingsTranslate;

const names = { status: (id: string) => `<${id}>`, operator: (id: string) => `(${id})` };

const action = (steps: ActionStep[], id = 'refund'): Action => ({ id, name: 'Refund', steps });

describe('actions (CMP-04)', () => {
  it('are fine with every kind of step that is filled in', () => {
    const steps: ActionStep[] = [
      { do: 'reply', text: '{{customer}}様、{{operator}}です' },
      { do: 'tag', tag: '返金' },
      { do: 'status', status: null },
      { do: 'field', name: '電話番号', value: '' },
      { do: 'assign', to: 'queue' },
      { do: 'hold', minutes: 30 },
      { do: 'hold', minutes: null },
      { do: 'complete' },
    ];
    expect(checkActions([action(steps)], t)).toEqual({});
  });

  it('say where they are wrong, as the desk would', () => {
    const wrong = (one: Action) => checkActions([one], t);
    expect(wrong({ id: 'Refund!', name: ' ', steps: [] })).toEqual({
      '[0].id': 'settings.actions.id_wrong {"n":64}',
      '[0].name': 'settings.check.empty',
      '[0].steps': 'settings.actions.no_step',
    });
    const steps: ActionStep[] = [
      { do: 'reply', text: '{{mood}}' },
      { do: 'note', text: ' ' },
      { do: 'template', template: '' },
      { do: 'untag', tag: 'x'.repeat(65) },
      { do: 'field', name: '', value: 'x'.repeat(501) },
      { do: 'hold', minutes: 0 },
      { do: 'hold', minutes: Number.NaN },
      { do: 'hold', minutes: 527_041 },
    ];
    expect(Object.keys(wrong(action(steps)))).toEqual([
      '[0].steps[0].text',
      '[0].steps[1].text',
      '[0].steps[2].template',
      '[0].steps[3].tag',
      '[0].steps[4].name',
      '[0].steps[4].value',
      '[0].steps[5].minutes',
      '[0].steps[6].minutes',
      '[0].steps[7].minutes',
    ]);
    const chatty = Array.from({ length: 6 }, (): ActionStep => ({ do: 'request_rating' }));
    expect(wrong(action(chatty))).toEqual({ '[0].steps': 'settings.actions.too_chatty {"n":5}' });
    expect(checkActions([action([{ do: 'join' }]), action([{ do: 'join' }])], t)).toEqual({
      '[1].id': 'settings.check.twice',
    });
  });

  it('get an id that is free', () => {
    expect(newId([])).toBe('action_1');
    expect(newId([action([], 'action_2'), action([], 'x')])).toBe('action_3');
    expect(newId([action([], 'action_2')])).toBe('action_3');
  });

  it('tell their steps in words', () => {
    const say = (step: ActionStep) => told(step, names, t);
    expect(say({ do: 'complete' })).toBe('settings.step.complete');
    expect(say({ do: 'status', status: 'done' })).toContain('<done>');
    expect(say({ do: 'assign', to: 'me' })).toContain('settings.actions.to.me');
    expect(say({ do: 'assign', to: 'op-1' })).toContain('(op-1)');
    expect(say({ do: 'hold' })).toContain('settings.actions.hold_open_end');
  });

  it('keep what two kinds of steps have in common', () => {
    expect(turned({ do: 'reply', text: 'a' }, 'note')).toEqual({ do: 'note', text: 'a' });
    expect(turned({ do: 'tag', tag: 'a' }, 'untag')).toEqual({ do: 'untag', tag: 'a' });
    expect(turned({ do: 'tag', tag: 'a' }, 'reply')).toEqual({ do: 'reply', text: '' });
    expect(KINDS.map((kind) => turned({ do: 'join' }, kind).do)).toEqual(KINDS);
  });
});

const none = { value: [] };
const settings = {
  templates: { value: [{ name: 'thanks', messages: ['a'] }] },
  tags: { value: [{ name: '診断', tags: ['カラー'] }] },
  statuses: { value: [{ id: 'done', ja: '済み', en: 'Done', color: 'gray' }] },
  categories: none,
  fields: { value: [{ name: 'ランク', kind: { type: 'choice', of: ['金', '銀'] }, shown: true }] },
} as unknown as Settings;

function Edited({ step, heard }: { step: ActionStep; heard: (step: ActionStep) => void }) {
  const [now, setNow] = useState(step);
  return (
    <StepEditor
      n={1}
      step={now}
      settings={settings}
      names={names}
      wrong={() => undefined}
      onChange={(changed) => {
        setNow(changed);
        heard(changed);
      }}
    />
  );
}

describe('the editor of a step', () => {
  afterEach(cleanup);

  function show(step: ActionStep) {
    const heard = vi.fn();
    const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
    render(
      <QueryClientProvider client={queries}>
        <Speak catalogue={ja} language="ja">
          <Edited step={step} heard={heard} />
        </Speak>
      </QueryClientProvider>,
    );
    return { last: () => heard.mock.lastCall?.[0] as ActionStep };
  }
  const pick = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });

  it('offers what the settings hold', () => {
    const { last } = show({ do: 'reply', text: '' });
    pick('手順 1', 'tag');
    pick('タグ', 'カラー');
    expect(last()).toEqual({ do: 'tag', tag: 'カラー' });
    pick('手順 1', 'field');
    pick('項目名', 'ランク');
    pick('値', '銀');
    expect(last()).toEqual({ do: 'field', name: 'ランク', value: '銀' });
    pick('手順 1', 'hold');
    pick('保留する時間(分)', '90');
    expect(last()).toEqual({ do: 'hold', minutes: 90 });
    pick('保留する時間(分)', '');
    expect(last()).toEqual({ do: 'hold', minutes: null });
  });

  it('keeps what is not in the settings any more, and says so', () => {
    show({ do: 'template', template: 'gone' });
    const select = screen.getByLabelText<HTMLSelectElement>('テンプレート');
    expect(select.value).toBe('gone');
    expect(select.selectedOptions[0]?.text).toBe('gone(設定にありません)');
  });
});

describe('blanks', () => {
  it('are the ones that the desk can fill', () => {
    expect(unknownBlank(`{{customer}} {{ operator }} ${ofField('電話番号')} }} {{`)).toBeUndefined();
    expect(unknownBlank('{{customer}} {{name}}')).toBe('{{name}}');
    expect(unknownBlank('{{field: }}')).toBe('{{field: }}');
    expect(unknownBlank('{{fields:a}}')).toBe('{{fields:a}}');
  });
});

describe('what an admin changes of a colleague', () => {
  const colleague = {
    id: 'op-1',
    name: 'Ken',
    role: 'operator' as const,
    presence: 'online' as const,
    load: 0,
    capacity: 5,
    inboxes: ['line-main', 'web-main'],
    disabled: false,
  };
  const draft = draftOf(colleague);

  it('is only what is different', () => {
    expect(difference(colleague, draft)).toEqual({});
    expect(difference(colleague, { ...draft, name: ' Ken ' })).toEqual({});
    expect(difference(colleague, { ...draft, inboxes: ['web-main', 'line-main'] })).toEqual({});
    expect(difference(colleague, { ...draft, inboxes: ['web-main'], capacity: 8 })).toEqual({
      inboxes: ['web-main'],
      capacity: 8,
    });
    expect(difference(colleague, { ...draft, all: true })).toEqual({ inboxes: [] });
  });

  it('signs out whoever gets another role or is disabled (SEC-10)', () => {
    expect(signsOut({ role: 'admin' })).toBe(true);
    expect(signsOut({ disabled: true })).toBe(true);
    expect(signsOut({ disabled: false })).toBe(false);
    expect(signsOut({ name: 'Kenji', inboxes: [] })).toBe(false);
  });
});
