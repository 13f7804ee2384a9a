/** The colours that labels have: dark mode and contrast hold for these. */
export type LabelColour = 'blue' | 'red' | 'green' | 'amber' | 'purple' | 'teal' | 'pink' | 'gray';

/** Where each colour begins on the wheel, in degrees. */
const WHEEL: readonly [number, LabelColour][] = [
  [0, 'red'],
  [18, 'amber'],
  [70, 'green'],
  [165, 'teal'],
  [200, 'blue'],
  [250, 'purple'],
  [295, 'pink'],
  [342, 'red'],
];

/** The label colour that comes nearest to a `#rrggbb`; gray for what has no colour or is none. */
export function hue(colour: string): LabelColour {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!parts) return 'gray';
  const [r = 0, g = 0, b = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16) / 255);
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span < 0.12) return 'gray';
  const sixth = most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4;
  const degrees = sixth * 60;
  return WHEEL.findLast(([from]) => degrees >= from)?.[1] ?? 'gray';
}
