// Words with blanks, and contents as they are sent again.
import type { Contact, Content, Outgoing } from '../../../app/api';

/** The parts of a text; a blank is written `{{name}}`. */
export function blanks(text: string): { text: string; blank: boolean }[] {
  return text
    .split(/(\{\{.*?\}\})/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, blank: part.startsWith('{{') && part.endsWith('}}') }));
}

/**
 * A text as it will read for a contact, as far as the console knows: `{{customer}}`, `{{operator}}` and `{{field:name}}`
 * are filled in. The desk fills them in itself when it sends; this is for looking at.
 */
export function filledIn(
  text: string,
  contact: Pick<Contact, 'name' | 'fields'>,
  operator: string,
): { text: string; blank: boolean }[] {
  return blanks(text).map((part) => {
    if (!part.blank) return part;
    const name = part.text.slice(2, -2).trim();
    const field = name.startsWith('field:') ? contact.fields[name.slice(6).trim()] : undefined;
    const value = { customer: contact.name, operator }[name] ?? field;
    return value ? { text: value, blank: false } : part;
  });
}

/** A content in the form in which it can be given again; `null` if there is none. */
export function again(content: Content): Outgoing | null {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text };
    case 'media': {
      const { source, caption, name, kind, duration_ms } = content;
      if (source.at === 'upload') return { type: 'upload', upload: source.id, ...(caption && { caption }) };
      if (source.at !== 'url') return null;
      // What the desk keeps itself is an upload, whatever address it has.
      const upload = /\/files\/(out_[0-9a-f]+)$/.exec(source.url)?.[1];
      if (upload) return { type: 'upload', upload, ...(caption && { caption }) };
      const rest = { url: source.url, preview: source.preview ?? null, caption: caption ?? null };
      if (kind === 'image') return { type: 'image', ...rest };
      const sort = kind === 'voice' ? 'audio' : kind;
      return { type: 'file', kind: sort, name: name ?? null, duration_ms: duration_ms ?? null, ...rest };
    }
    default:
      return null;
  }
}
