// One thing done to many conversations, and taken back where the desk can.
import { useToast } from '../parts/toast';
import type { Conversation } from './api';
import { type Command, perform } from './commands';
import { useWorkplace } from './desk';
import { said } from './errors';
import { useWords } from './i18n';

/** What is done to each; `null` leaves one alone. */
type Make = (conversation: Conversation) => Command | null;

interface Doing {
  does: Make;
  /** What takes it back, made of what was there before. Left out: it cannot be taken back. */
  undoes?: Make;
}

/** How many are under way at once. */
const AT_ONCE = 4;

/** Gives a conversation back to whoever had it. */
export function assignBack({ assignee }: Conversation): Command {
  return { verb: 'assign', body: { to: assignee.is === 'operator' ? assignee.id : assignee.is } };
}

export function useBulk(): (conversations: readonly Conversation[], doing: Doing) => Promise<void> {
  const workplace = useWorkplace();
  const toast = useToast();
  const words = useWords();
  const { t } = words;
  const all = async (conversations: readonly Conversation[], make: Make) => {
    const waits = [...conversations];
    const done: Conversation[] = [];
    const refused: unknown[] = [];
    const work = async () => {
      for (let one = waits.shift(); one; one = waits.shift()) {
        const command = make(one);
        if (!command) continue;
        try {
          workplace.settle(await perform(one.id, { command, clientId: crypto.randomUUID() }));
          done.push(one);
        } catch (error) {
          refused.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { done, refused };
  };
  return async (conversations, { does, undoes }) => {
    const { done, refused } = await all(conversations, does);
    const parts = [
      done.length > 0 && t('bulk.done', { n: done.length }),
      refused.length > 0 && t('bulk.refused', { n: refused.length, why: said(refused[0], words) }),
    ];
    if (done.length + refused.length === 0) parts.push(t('bulk.nothing'));
    const back = async () => {
      const answer = undoes && (await all(done, undoes));
      if (answer) toast({ kind: 'done', text: t('bulk.undone', { n: answer.done.length }) });
    };
    toast({
      kind: refused.length > 0 ? 'error' : 'done',
      text: parts.filter(Boolean).join('\n'),
      ...(undoes && done.length > 0 && { action: { label: t('action.undo'), run: () => void back() } }),
    });
  };
}
