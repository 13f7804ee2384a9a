import type { Translate } from '@madoguchi/shared/messages';
import type { Contact } from './api';

/** What people read for a contact. Of one without a name, the end of their id tells them apart. */
export function nameOf(contact: Contact, t: Translate): string {
  return contact.name || t('contact.nameless', { id: contact.identity.slice(-4) });
}
