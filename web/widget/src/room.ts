/** What the widget needs of the page around it, whatever that page does. */

/** The one key under which the widget keeps something, in either storage. */
export const keyOf = (key: string) => `support-chat:${key}`;

type Place = 'localStorage' | 'sessionStorage';

/** Reads what was kept; nothing if there is none or the browser refuses. */
export function memory(place: Place, key: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(window[place].getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps something, or with `undefined` nothing any more; says whether the browser did. */
export function keep(place: Place, key: string, value: unknown): boolean {
  try {
    if (value === undefined) window[place].removeItem(key);
    else window[place].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Gives a shadow root a style sheet: a constructed one, which no policy forbids, or where there is none an element. */
export function adopt(root: ShadowRoot, css: string, nonce?: string) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    if (nonce) style.nonce = nonce;
    style.append(css);
    root.prepend(style);
  }
}
