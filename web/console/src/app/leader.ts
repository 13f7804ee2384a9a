import { store } from './store';

/** Whether this tab is the one that makes sounds and notifications; a browser without locks has each tab do so. */
export const leads = store(!('locks' in navigator));

void navigator.locks?.request('madoguchi-leader', () => {
  leads.set(true);
  // Held as long as the tab is there.
  return new Promise(() => undefined);
});
