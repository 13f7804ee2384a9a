// Words with blanks, and contents as they are sent again.
import type { Content, Outgoing } from '../../../app/api';

/** The parts of a text; a blank is written `{{name}}`. */
export function blanks(text: string): { text: string; blank: boolean }[] {
  return text
    .split(/(\{\{.*?\}\})/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, blank: part.startsWith('{{') && part.endsWith('}}') }));
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
