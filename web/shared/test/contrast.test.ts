import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');

type Tokens = Record<string, string>;

/** The colours that a block of the sheet sets. */
function block(start: string): Tokens {
  const from = sheet.indexOf(start);
  expect(from, start).toBeGreaterThanOrEqual(0);
  const body = sheet.slice(from, sheet.indexOf('}', from));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map((match) => [match[1], match[2] ?? '']),
  );
}

function luminance(colour: string): number {
  const full = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  const channel = (at: number) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const SURFACES = ['canvas', 'surface', 'surface-2'];
const BUBBLES = ['in', 'out', 'bot'];
const LABELS = ['blue', 'red', 'green', 'amber', 'purple', 'teal', 'pink', 'gray'].map((name) => `l-${name}`);
const CHANNELS = ['line', 'whatsapp', 'messenger', 'instagram', 'telegram', 'wechat', 'web'].map(
  (name) => `ch-${name}`,
);

/** Which colour stands on which, and the least contrast of the two (WCAG 2.2, and more for text). */
const PAIRS: [string, string, number][] = [
  ...[...SURFACES, ...BUBBLES, 'accent-soft', 'ins', 'del'].map((on): [string, string, number] => [
    'text',
    on,
    7,
  ]),
  ['note-text', 'note', 7],
  ...[...SURFACES, ...BUBBLES, 'accent-soft'].map((on): [string, string, number] => ['muted', on, 4.5]),
  ...LABELS.flatMap((label): [string, string, number][] => [
    [label, 'surface', 4.5],
    [label, 'accent-soft', 4.5],
  ]),
  // A channel's mark is its surface's colour on its own.
  ...CHANNELS.map((channel): [string, string, number] => ['surface', channel, 4.5]),
  ['accent', 'surface', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['bot-text', 'bot', 4.5],
  ['bot-text', 'surface', 4.5],
  ['surface', 'danger', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['danger', 'surface', 4.5],
  ['warn', 'surface', 4.5],
  ['success', 'surface', 4.5],
  ['text', 'warn-soft', 7],
  ['control', 'surface', 3],
  ['note-bar', 'note', 3],
  ['accent', 'canvas', 3],
];

describe.each([
  ['light', ':root,[data-theme=light]{'],
  ['dark', '[data-theme=dark]{'],
  ['dark by the system', ':root:not([data-theme]){'],
])('%s colours', (_, start) => {
  const tokens = block(start);
  it.each(PAIRS)('%s on %s is at least %d', (colour, on, least) => {
    expect(contrast(tokens[colour] ?? '', tokens[on] ?? '')).toBeGreaterThanOrEqual(least);
  });
});
