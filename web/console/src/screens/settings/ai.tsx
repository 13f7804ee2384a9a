import { data, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api';
import { deskQuery } from '../../app/desk';
import { said } from '../../app/errors';
import { Button, Labelled, Select, TextField } from '../../parts/controls';
import { TONES } from '../inbox/composer/rewriting';
import page from '../page.module.css';
import { Mark } from './mark';
import { SectionPage } from './page';
import { type AiVoice, putSection, type Settings } from './query';
import css from './screens.module.css';
import { useSection } from './use-section';
import { useSettingsWords } from './words';

const put = putSection('ai');

/** The most characters of the sentence that says how the brand speaks. */
const VOICE = 500;

const tidy = ({ brand_voice }: AiVoice): AiVoice => ({ brand_voice: brand_voice?.trim() || null });

/** How AI writing sounds (AIW-06), and whether it works. */
export function Ai({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const { data: desk } = useQuery(deskQuery);
  const editor = useSection<AiVoice>({
    section: settings.ai,
    put,
    tidy,
    lines: ({ brand_voice }) => [{ key: 'voice', label: t('settings.ai.voice'), text: brand_voice ?? '' }],
  });
  const voice = editor.draft.brand_voice ?? '';
  return (
    <SectionPage title={t('settings.ai.title')} lead={t('settings.ai.lead')} editor={editor}>
      <section className={page.card}>
        <h2>{t('settings.ai.model')}</h2>
        {desk && (
          <div className={page.form}>
            <Mark good={desk.ai.configured}>
              {desk.ai.configured ? t('settings.ai.on') : t('settings.ai.off')}
            </Mark>
            {desk.ai.problem && <p lang="en">{desk.ai.problem}</p>}
            <p className={page.lead}>{t('settings.ai.file')}</p>
            {desk.ai.configured && <ModelTest />}
          </div>
        )}
      </section>
      <section className={page.card}>
        <h2>{t('settings.ai.how')}</h2>
        <div className={page.form}>
          <TextField
            label={t('settings.ai.voice')}
            hint={t('settings.ai.voice_hint', { n: [...voice].length, most: VOICE })}
            rows={3}
            value={voice}
            wrong={editor.wrong('brand_voice')}
            onChange={(event) => editor.set({ brand_voice: event.target.value })}
          />
        </div>
      </section>
      {desk?.ai.configured && <Try dirty={editor.dirty} />}
    </SectionPage>
  );
}

/** Asks the model for a word, and says whether it answers. */
function ModelTest() {
  const words = useSettingsWords();
  const { t } = words;
  const {
    mutate,
    data: found,
    error,
    isPending,
  } = useMutation({ mutationFn: () => data(api.POST('/v1/settings/ai/test')) });
  const answered = (ms: number) => t('settings.ai.answers', { seconds: (ms / 1000).toFixed(1) });
  return (
    <>
      <span className={page.ways}>
        <Button disabled={isPending} onClick={() => mutate()}>
          {isPending ? t('settings.test.running') : t('settings.test.run')}
        </Button>
      </span>
      <div role="status">
        {found && !isPending && (
          <Mark good={found.ok}>{found.ok ? answered(found.latency_ms ?? 0) : found.detail}</Mark>
        )}
        {error && !isPending && <Mark good={false}>{said(error, words)}</Mark>}
      </div>
    </>
  );
}

/** Has the model rewrite a draft, as an operator would, and shows what came of it. */
function Try({ dirty }: { dirty: boolean }) {
  const words = useSettingsWords();
  const { t } = words;
  const [draft, setDraft] = useState(t('settings.ai.sample'));
  const [tone, setTone] = useState<Schema['ToneName']>('polite');
  const {
    mutate,
    data: answer,
    error,
    isPending,
  } = useMutation({
    mutationFn: async () => {
      const begun = performance.now();
      const call = api.POST('/v1/drafts:rewrite', { body: { draft, tone }, parseAs: 'json' });
      const proposal = (await data(call)) as Schema['ProposalView'];
      return { text: proposal.text, ms: performance.now() - begun };
    },
  });
  return (
    <section className={page.card}>
      <h2>{t('settings.ai.try')}</h2>
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <TextField
          label={t('settings.ai.draft')}
          required
          maxLength={1000}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
        <Labelled label={t('settings.ai.tone')}>
          {(given) => (
            <Select
              {...given}
              value={tone}
              onChange={(event) => setTone(TONES.find((one) => one === event.target.value) ?? tone)}
            >
              {TONES.map((one) => (
                <option key={one} value={one}>
                  {t(`rewrite.tone.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        {dirty && <p className={page.lead}>{t('settings.ai.saved_only')}</p>}
        <span className={page.ways}>
          <Button type="submit" disabled={isPending || draft.trim() === ''}>
            {isPending ? t('settings.ai.running') : t('settings.ai.run')}
          </Button>
        </span>
        <div role="status">
          {answer && (
            <div className={css.answer}>
              <Mark good>{t('settings.ai.took', { seconds: (answer.ms / 1000).toFixed(1) })}</Mark>
              <p>{answer.text}</p>
            </div>
          )}
          {error && (
            <div className={css.answer}>
              <Mark good={false}>{t('settings.ai.failed')}</Mark>
              <p>{said(error, words)}</p>
            </div>
          )}
        </div>
      </form>
    </section>
  );
}
