import { data, Problem, type Schema } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useToast } from '../parts/toast';
import { api } from './api';
import { useWorkplace } from './desk';
import { said } from './errors';
import { useWords } from './i18n';

type Named<T> = Omit<T, 'client_id'>;

/** What is done to a conversation, by the last part of the route's path. */
export interface Commands {
  join: object;
  resume: object;
  'request-end': object;
  complete: object;
  reopen: object;
  confirm: object;
  unconfirm: object;
  bookmark: object;
  unbookmark: object;
  hide: object;
  unhide: object;
  block: object;
  unblock: object;
  'request-rating': object;
  assign: Named<Schema['Assign']>;
  hold: Named<Schema['Hold']>;
  tag: Named<Schema['TagBody']>;
  untag: Named<Schema['TagBody']>;
  status: Named<Schema['StatusBody']>;
  category: Named<Schema['CategoryBody']>;
  field: Named<Schema['FieldBody']>;
  rename: Named<Schema['RenameBody']>;
  schedule: Named<Schema['Schedule']>;
  reschedule: Named<Schema['Reschedule']>;
  'cancel-scheduled': Named<Schema['CancelScheduled']>;
}

export type Verb = keyof Commands;

/** Something to do to a conversation. */
export type Command = { [V in Verb]: { verb: V; body: Commands[V] } }[Verb];

export interface Intent {
  command: Command;
  /** Made once: asked for again after a lost answer, it is still the same intent. */
  clientId: string;
}

/** Does something to a conversation, once however often it is asked for. */
export function perform(conversation: string, { command, clientId }: Intent): Promise<Schema['Done']> {
  const path = `/v1/conversations/{id}/${command.verb}` as '/v1/conversations/{id}/join';
  const body = { client_id: clientId, ...command.body };
  return data(api.POST(path, { params: { path: { id: conversation } }, body }));
}

/** Does things to one conversation; a refusal is said in a toast, unless whoever asks says it (`quiet`). */
export function useCommand(conversation: string, { quiet = false } = {}) {
  const workplace = useWorkplace();
  const toast = useToast();
  const words = useWords();
  const { mutate, mutateAsync, isPending } = useMutation({
    mutationFn: (intent: Intent) => perform(conversation, intent),
    retry: (failures, error) => failures < 2 && !(error instanceof Problem && !error.isTransient),
    onSuccess: (done) => workplace.settle(done),
    onError: (error) => {
      if (!quiet) toast({ kind: 'error', text: said(error, words) });
      // Somebody else may have been faster: see what it is now.
      void workplace.threads.refresh(conversation);
    },
  });
  const intent = (command: Command): Intent => ({ command, clientId: crypto.randomUUID() });
  return {
    run: (command: Command) => mutate(intent(command)),
    ask: (command: Command) => mutateAsync(intent(command)),
    isPending,
  };
}
