const SHAPES = {
  inbox: 'M3 13h5l1 3h6l1-3h5M5 5h14l2 8v6H3v-6z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3',
  back: 'M15 5l-7 7 7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  star: 'M12 4l2.5 5.2 5.5.8-4 4 1 5.6-5-2.7-5 2.7 1-5.6-4-4 5.5-.8z',
  filter: 'M4 6h16M7 12h10M10 18h4',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  chevron: 'M6 9l6 6 6-6',
  panel: 'M4 5h16v14H4zM15 5v14',
  robot: 'M6 9h12v10H6zM12 5v4M12 5h.01M9.5 13v2M14.5 13v2M3 13v3M21 13v3',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15.5 9.5h.01',
  sound: 'M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3z',
  place: 'M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.8 7 11 7 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  card: 'M3 6h18v12H3zM8 12a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 8 12zM5.5 15.5c.5-1.6 1.4-2 2.5-2s2 .4 2.5 2M14 10h4M14 14h4',
  reply: 'M10 6L4 12l6 6M4 12h9c4 0 6 2 7 6',
  copy: 'M8 8h11v12H8zM5 16V4h11',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01',
  tree: 'M4 4h6v4H4zM14 10h6v4h-6zM14 17h6v4h-6zM7 8v11h7M7 12h7',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 3',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17.5h.01',
  sparkle:
    'M11 4l1.8 5.2L18 11l-5.2 1.8L11 18l-1.8-5.2L4 11l5.2-1.8zM18.5 15l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8z',
  template: 'M4 5h16v5H4zM4 14h9v5H4zM17 14h3v5h-3z',
  pause: 'M8 5v14M16 5v14',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 14.5h8',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  bolt: 'M13 3L5 13.5h6L10 21l9-11.5h-6.5z',
  calendar: 'M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4',
  clip: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
  edit: 'M4 20l1-4L16.5 4.5l3 3L8 19zM14.5 6.5l3 3',
  play: 'M7 4.5v15l12-7.5z',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  next: 'M9 5l7 7-7 7',
  team: 'M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.8-4.2 3.2-5.5 6.5-5.5s5.7 1.3 6.5 5.5M16 5.4a3.5 3.5 0 0 1 0 6.2M18 15c2 .7 3.1 2.2 3.5 5',
  rules: 'M5 4h10l4 4v12H5zM15 4v4h4M8.5 12l-1.5 2 1.5 2M15.5 12l1.5 2-1.5 2M12.8 11.5l-1.6 5',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
} as const;

export type IconName = keyof typeof SHAPES;

/** A drawing. What it means is said by the words or the label of whatever holds it. */
export function Icon({
  name,
  size = 20,
  filled = false,
}: {
  name: IconName;
  size?: number;
  filled?: boolean;
}) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
