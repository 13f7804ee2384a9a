/** Finds what may be pressed in a text. Everything else stays text. */

export interface Piece {
  text: string;
  /** An address that begins with `https:`, `mailto:` or `tel:`. */
  href?: string;
}

const ADDRESS = /(?:https:\/\/|mailto:|tel:)[^\s<>"'`{}|\\^（）「」『』【】、。，．！？　]+/gi;
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    let address = match[0];
    // What ends a sentence is no part of the address; a bracket is, if it was opened there.
    while (/[.,:;!?…\]]$/.test(address) || (address.endsWith(')') && !address.includes('(')))
      address = address.slice(0, -1);
    if (!isSafe(address)) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: address, href: address });
    at = match.index + address.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** Whether an address is one that a customer may be led to. */
export function isSafe(address: string): boolean {
  try {
    const { protocol, host, pathname } = new URL(address);
    return protocol === 'https:' ? host !== '' : /^(mailto|tel):$/.test(protocol) && pathname !== '';
  } catch {
    return false;
  }
}
