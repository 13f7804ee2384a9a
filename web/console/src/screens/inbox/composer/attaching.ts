import { data } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import { api, type Conversation } from '../../../app/api';
import { attach, attachedTo, elementOf, MOST_BYTES, MOST_FILES, misfit } from '../../../app/attachments';
import { sendingQuery } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { useToast } from '../../../parts/toast';

/** Why the channel cannot show an uploaded file, in the desk's own words; `null` if it can. */
async function refusal(conversation: string, upload: string): Promise<string | null> {
  const params = { path: { id: conversation } };
  const body = { contents: [{ type: 'upload' as const, upload }] };
  const { refused } = await data(api.POST('/v1/conversations/{id}/preview', { params, body }));
  return refused ?? null;
}

/** Takes files in that were picked, pasted or dropped; what does not fit is said and not uploaded. */
export function useAttaching(conversation: Conversation): (files: Iterable<File>) => void {
  const words = useWords();
  const { t } = words;
  const toast = useToast();
  const { data: sending } = useQuery(sendingQuery(conversation));
  return (files) => {
    const wrong: string[] = [];
    for (const file of files) {
      const misfits = misfit(file);
      const element = sending?.elements.find((one) => one.element === elementOf(file.type));
      if (attachedTo(conversation.id).length >= MOST_FILES) {
        wrong.push(t('files.most', { n: MOST_FILES }));
        break;
      }
      if (misfits) {
        const most = MOST_BYTES / 1024 / 1024;
        wrong.push(`${file.name}: ${t(`files.wrong.${misfits}`, { most })}`);
      } else if (element && !element.allowed) {
        wrong.push(`${file.name}: ${element.reason ?? t('files.wrong.type')}`);
      } else {
        const check = async (upload: string) => {
          const refused = await refusal(conversation.id, upload);
          // The desk's details are English.
          return refused && (words.language === 'en' ? refused : t('files.wrong.channel'));
        };
        void attach(conversation.id, file, (error) => said(error, words), check);
      }
    }
    if (wrong.length > 0) toast({ kind: 'error', text: wrong.join('\n') });
  };
}
