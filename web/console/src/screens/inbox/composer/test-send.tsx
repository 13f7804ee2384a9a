import { data } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, type Outgoing } from '../../../app/api';
import { perform } from '../../../app/commands';
import { conversationQuery, meQuery } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { prefs } from '../../../app/prefs';
import { useStore } from '../../../app/store';
import { Button } from '../../../parts/controls';
import { useToast } from '../../../parts/toast';

interface Props {
  /** The conversation that the message is for. */
  conversation: string;
  /** `undefined` as long as there is nothing to send. */
  contents: Outgoing[] | undefined;
  onWrong: (wrong: string | null) => void;
}

/** How soon a test goes out, in milliseconds: late enough for clocks that differ a little. */
const SOON = 5000;

/** Sends a message to the operator's own conversation with this inbox, the way it will go to the customer (CMP-05). */
export function TestSend({ conversation, contents, onWrong }: Props) {
  const words = useWords();
  const { t } = words;
  const toast = useToast();
  const { data: me } = useQuery(meQuery);
  const { data: whole } = useQuery(conversationQuery(conversation));
  const { tests } = useStore(prefs);
  const to = whole && tests[whole.inbox];
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ id, said }: { id: string; said: Outgoing[] }) => {
      const params = { path: { id } };
      const { phase, assignee } = await data(api.GET('/v1/conversations/{id}', { params }));
      const isMine = assignee.is === 'operator' && assignee.id === me?.operator.id;
      const clientId = crypto.randomUUID();
      if (phase.is !== 'completed' && !isMine) {
        await perform(id, { command: { verb: 'join', body: {} }, clientId: `${clientId}-join` });
      }
      const at = new Date(Date.now() + SOON).toISOString();
      const body = { at, contents: said, unless_contact_writes: false };
      await perform(id, { command: { verb: 'schedule', body }, clientId });
    },
    onSuccess: () => toast({ kind: 'done', text: t('test.done') }),
    onError: (error) => onWrong(said(error, words)),
  });
  const send = () => {
    onWrong(null);
    if (!to) onWrong(t('test.nowhere'));
    else if (contents) mutate({ id: to, said: contents });
  };
  return (
    <Button look="quiet" disabled={!whole || !contents || isPending} onClick={send}>
      {t('test.do')}
    </Button>
  );
}
