/** What a key does in the composer. */
export type Meaning = 'send' | 'send-and-complete' | 'rewrite' | 'switch-mode' | null;

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode'
>;

/**
 * Reads a key. While an input method composes, Enter chooses a word and nothing is ever sent: some browsers say so with
 * `isComposing`, others with the key code 229. On touch screens Enter breaks the line.
 */
export function meaning(event: Press, sendKey: 'shift-enter' | 'enter', touch: boolean): Meaning {
  if (event.isComposing || event.keyCode === 229) return null;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter') {
    if (command) return event.shiftKey ? 'send-and-complete' : 'send';
    if (touch || event.altKey) return null;
    return event.shiftKey === (sendKey === 'shift-enter') ? 'send' : null;
  }
  if (command && !event.shiftKey && event.code === 'KeyJ') return 'rewrite';
  if (command && event.shiftKey && event.code === 'KeyM') return 'switch-mode';
  return null;
}
