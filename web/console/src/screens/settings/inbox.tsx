import { useQuery } from '@tanstack/react-query';
import { deskQuery } from '../../app/desk';
import { Field, Input, Select, TextField } from '../../parts/controls';
import { Setting, SwitchSetting } from '../../parts/setting';
import page from '../page.module.css';
import {
  after,
  checkConduct,
  conductLines,
  groups,
  type Knob,
  longest,
  notices,
  tidyConduct,
  withText,
} from './conduct';
import { ConnectionTest } from './connection-test';
import { Copied } from './copied';
import { Health } from './health';
import { ALWAYS, HoursEditor } from './hours-editor';
import { SectionPage } from './page';
import { type Conduct, type InboxSettings, putInbox } from './query';
import css from './screens.module.css';
import { type Editor, useSection } from './use-section';
import { useSettingsWords } from './words';

/** A connected account: where its webhooks go, whether they come, and how it behaves. */
export function InboxPage({ inbox }: { inbox: InboxSettings }) {
  const { t } = useSettingsWords();
  const { channel } = inbox;
  const editor = useSection<Conduct>({
    section: inbox.conduct,
    put: putInbox(inbox.id),
    check: checkConduct,
    tidy: tidyConduct,
    lines: (conduct) => conductLines(conduct, channel, t),
    binding: true,
  });
  const { draft, set, wrong } = editor;
  return (
    <SectionPage
      title={editor.base.value.name}
      lead={`${t(`channel.${channel}`)} · ${inbox.id}`}
      back="inboxes"
      editor={editor}
    >
      <Connection inbox={inbox} />
      <section className={page.card}>
        <h2>{t('settings.inbox.group.answering')}</h2>
        <div className={page.form}>
          <Field
            label={t('settings.inbox.name')}
            hint={t('settings.inbox.name.hint')}
            maxLength={64}
            value={draft.name}
            wrong={wrong('name')}
            onChange={(event) => set({ ...draft, name: event.target.value })}
          />
        </div>
        <Knobs editor={editor} group="answering" channel={channel} />
      </section>
      {groups(channel)
        .filter(({ name }) => name !== 'answering')
        .map(({ name }) => (
          <section key={name} className={page.card}>
            <h2>{t(`settings.inbox.group.${name}`)}</h2>
            <Knobs editor={editor} group={name} channel={channel} />
          </section>
        ))}
      <OwnHours editor={editor} />
      <Texts editor={editor} channel={channel} />
    </SectionPage>
  );
}

function Connection({ inbox }: { inbox: InboxSettings }) {
  const { t } = useSettingsWords();
  const { webhook_url, embed_code } = inbox;
  return (
    <section className={page.card}>
      <h2>{t('settings.inbox.connection')}</h2>
      <div className={page.form}>
        {webhook_url && (
          <Copied label={t('settings.inbox.webhook')} text={webhook_url}>
            {t('settings.inbox.webhook.hint')}
          </Copied>
        )}
        {embed_code && (
          <Copied label={t('settings.inbox.embed')} text={embed_code}>
            {t('settings.inbox.embed.hint')}
          </Copied>
        )}
        <ConnectionTest inbox={inbox.id} />
        <Health inbox={inbox.id} />
      </div>
    </section>
  );
}

interface KnobsProps {
  editor: Editor<Conduct>;
  group: ReturnType<typeof groups>[number]['name'];
  channel: InboxSettings['channel'];
}

function Knobs({ editor, group, channel }: KnobsProps) {
  const knobs = groups(channel).find(({ name }) => name === group)?.knobs ?? [];
  return knobs.map((knob) => <Control key={knob.key} knob={knob} editor={editor} />);
}

function Control({ knob, editor }: { knob: Knob; editor: Editor<Conduct> }) {
  const { t } = useSettingsWords();
  const { data: desk } = useQuery(deskQuery);
  const { draft, set } = editor;
  const change = (some: Partial<Conduct>) => set({ ...draft, ...some });
  const around = {
    label: t(`settings.inbox.${knob.key}`),
    hint: t(`settings.inbox.${knob.key}.hint`),
    wrong: editor.wrong(knob.key),
  };
  if (knob.kind === 'switch') {
    const { key } = knob;
    return (
      <SwitchSetting {...around} checked={draft[key]} onChange={(checked) => change({ [key]: checked })} />
    );
  }
  return (
    <Setting {...around}>
      {(given) => {
        switch (knob.kind) {
          case 'number': {
            const value = draft[knob.key];
            return (
              <span className={css.number}>
                <Input
                  {...given}
                  type="number"
                  min={knob.least}
                  value={Number.isNaN(value) ? '' : value}
                  onChange={(event) => change({ [knob.key]: event.target.valueAsNumber })}
                />
                {knob.key === 'end_request_grace_minutes'
                  ? t('settings.unit.minutes')
                  : t('settings.unit.hours')}
              </span>
            );
          }
          case 'hours':
            return (
              <Select
                {...given}
                value={draft[knob.key]}
                onChange={(event) => change({ [knob.key]: Number(event.target.value) })}
              >
                {knob.of.map((hours) => (
                  <option key={hours} value={hours}>
                    {after(hours, t)}
                  </option>
                ))}
              </Select>
            );
          case 'reopen':
            return (
              <Select
                {...given}
                value={draft.reopen_to}
                onChange={(event) =>
                  change({ reopen_to: event.target.value === 'bot' ? 'bot' : 'last_operator' })
                }
              >
                <option value="bot">{t('settings.inbox.reopen.bot')}</option>
                <option value="last_operator">{t('settings.inbox.reopen.last_operator')}</option>
              </Select>
            );
          case 'language':
            return (
              <Select
                {...given}
                value={draft.language ?? ''}
                onChange={({ target: { value } }) =>
                  change({ language: value === 'ja' || value === 'en' ? value : null })
                }
              >
                <option value="">
                  {desk
                    ? t('settings.inbox.language_of_desk', { name: t(`prefs.language.${desk.language}`) })
                    : t('settings.inbox.of_desk')}
                </option>
                <option value="ja">{t('prefs.language.ja')}</option>
                <option value="en">{t('prefs.language.en')}</option>
              </Select>
            );
        }
      }}
    </Setting>
  );
}

function OwnHours({ editor }: { editor: Editor<Conduct> }) {
  const { t } = useSettingsWords();
  const { data: desk } = useQuery(deskQuery);
  const { draft, base, set, wrong } = editor;
  const { hours } = draft;
  const begin = base.value.hours ?? { ...ALWAYS, time_zone: desk?.time_zone ?? 'Asia/Tokyo' };
  return (
    <section className={page.card}>
      <h2>{t('settings.inbox.hours')}</h2>
      <SwitchSetting
        label={t('settings.inbox.hours_own')}
        hint={t('settings.inbox.hours_own.hint')}
        checked={!!hours}
        onChange={(own) => set({ ...draft, hours: own ? begin : null })}
      />
      {hours && (
        <HoursEditor
          hours={hours}
          onChange={(changed) => set({ ...draft, hours: changed })}
          wrong={(path) => wrong(`hours.${path}`)}
        />
      )}
    </section>
  );
}

function Texts({ editor, channel }: { editor: Editor<Conduct>; channel: InboxSettings['channel'] }) {
  const { t } = useSettingsWords();
  const { draft, set, wrong } = editor;
  return (
    <section className={page.card}>
      <h2>{t('settings.inbox.texts')}</h2>
      <p className={page.lead}>{t('settings.inbox.texts.hint')}</p>
      <div className={page.form}>
        {notices(channel).map((notice) => (
          <TextField
            key={notice}
            label={t(`settings.text.${notice}`)}
            hint={t(`settings.text.${notice}.hint`)}
            placeholder={t('settings.inbox.own_words')}
            rows={1}
            maxLength={longest(notice)}
            value={draft.texts?.[notice] ?? ''}
            wrong={wrong(`texts.${notice}`)}
            onChange={(event) => set(withText(draft, notice, event.target.value))}
          />
        ))}
      </div>
    </section>
  );
}
