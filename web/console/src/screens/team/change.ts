// What an admin changes of somebody of the team.
import type { Schema } from '@madoguchi/shared/api';
import type { Colleague } from '../../app/api';

/** What is edited. Whoever has all inboxes keeps those that were picked at hand. */
export interface Draft extends Pick<Colleague, 'name' | 'role' | 'capacity' | 'inboxes' | 'disabled'> {
  all: boolean;
}

export function draftOf({ name, role, capacity, inboxes, disabled }: Colleague): Draft {
  return { name, role, capacity, inboxes, disabled, all: inboxes.length === 0 };
}

/** What is different: the desk leaves alone what is not said. */
export function difference(colleague: Colleague, draft: Draft): Schema['ChangeOperator'] {
  const name = draft.name.trim();
  const { role, capacity, disabled } = draft;
  const inboxes = draft.all ? [] : draft.inboxes;
  const [before, after] = [new Set(colleague.inboxes), new Set(inboxes)];
  const moved = before.size !== after.size || inboxes.some((inbox) => !before.has(inbox));
  return {
    ...(name !== colleague.name && { name }),
    ...(role !== colleague.role && { role }),
    ...(capacity !== colleague.capacity && { capacity }),
    ...(moved && { inboxes }),
    ...(disabled !== colleague.disabled && { disabled }),
  };
}

/** Whether a change signs the operator out everywhere (SEC-10). */
export function signsOut({ role, disabled }: Schema['ChangeOperator']): boolean {
  return role != null || disabled === true;
}
