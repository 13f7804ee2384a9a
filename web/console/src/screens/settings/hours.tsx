import page from '../page.module.css';
import { checkHours, HoursEditor, hoursLines, tidyHours } from './hours-editor';
import { SectionPage } from './page';
import { type Hours, putSection, type Settings } from './query';
import { useSection } from './use-section';
import { useSettingsWords } from './words';

const put = putSection('hours');

/** When people answer, unless an inbox has hours of its own (CHN-09). */
export function DeskHours({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const editor = useSection<Hours>({
    section: settings.hours,
    put,
    check: checkHours,
    tidy: tidyHours,
    lines: (hours) => hoursLines(hours, t),
    binding: true,
  });
  const own = settings.inboxes.filter(({ conduct }) => conduct.value.hours);
  return (
    <SectionPage title={t('settings.hours.title')} lead={t('settings.hours.lead')} editor={editor}>
      <section className={page.card}>
        <h2>{t('settings.hours.week')}</h2>
        <HoursEditor hours={editor.draft} onChange={editor.set} wrong={editor.wrong} />
      </section>
      {own.length > 0 && (
        <p className={page.lead}>
          {t('settings.hours.own', {
            names: own.map(({ conduct }) => conduct.value.name).join(t('list.comma')),
          })}
        </p>
      )}
    </SectionPage>
  );
}
