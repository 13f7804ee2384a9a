import type { Schema } from '@madoguchi/shared/api';
import { useRef, useState } from 'react';
import type { Content, Row } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { IconButton } from '../../../parts/controls';
import { Icon, type IconName } from '../../../parts/icon';
import { useSize } from '../../../parts/size';
import css from './media.module.css';

export type Media = Extract<Content, { type: 'media' }>;
export type FileCopy = Schema['FileView'];

/** A picture that can be looked at large. */
export interface Picture {
  src: string;
  name: string;
  at: string;
  /** The row it stands in. */
  row: string;
}

/**
 * Where the desk itself has the bytes of a file; `null` if only somebody else has them. Nothing is fetched by itself from
 * where somebody else keeps it (SEC-17).
 */
export function placeOf({ source }: Pick<Media, 'source'>, file: FileCopy | null | undefined): string | null {
  if (file) return file.state === 'stored' ? (file.url ?? null) : null;
  if (source.at === 'upload') return `/files/${source.id}`;
  const own = source.at === 'url' ? /\/files\/(out_[0-9a-f]+)$/.exec(source.url)?.[1] : undefined;
  return own ? `/files/${own}` : null;
}

export function isPicture({ kind }: Media, file: FileCopy | null | undefined): boolean {
  return kind === 'image' && (!file || file.shown);
}

/** The pictures of a thread, in its order. */
export function picturesOf(rows: readonly Row[]): Picture[] {
  return rows.flatMap((row) => {
    if (row.kind !== 'inbound' && row.kind !== 'outbound') return [];
    const file = row.kind === 'inbound' ? row.file : null;
    return row.contents.flatMap((content) => {
      if (content.type !== 'media' || !isPicture(content, file)) return [];
      const src = placeOf(content, file);
      return src ? [{ src, name: content.name ?? '', at: row.at, row: row.id }] : [];
    });
  });
}

export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const ICONS: Record<Media['kind'], IconName> = {
  image: 'image',
  video: 'video',
  audio: 'sound',
  voice: 'sound',
  file: 'file',
};

interface Props {
  media: Media;
  file: FileCopy | null | undefined;
  onPicture: ((src: string) => void) | undefined;
}

/** A file: shown in its place where a browser may show it, else as a row with its name. */
export function MediaView({ media, file, onPicture }: Props) {
  const { t } = useWords();
  const src = placeOf(media, file);
  const shown = !file || file.shown;
  if (file?.state === 'pending') return <Waiting media={media} />;
  if (src && isPicture(media, file)) {
    const label = media.name ?? t('content.image');
    const image = <Thumbnail src={src} name={label} width={file?.width} height={file?.height} />;
    if (!onPicture) return image;
    return (
      <button
        type="button"
        className={css.open}
        aria-label={t('media.enlarge', { name: label })}
        onClick={() => onPicture(src)}
      >
        {image}
      </button>
    );
  }
  if (src && shown && (media.kind === 'voice' || media.kind === 'audio')) {
    return <Player src={src} length={media.duration_ms} name={media.name ?? t(`content.${media.kind}`)} />;
  }
  if (src && shown && media.kind === 'video') {
    // biome-ignore lint/a11y/useMediaCaption: customers' films have no captions
    return <video className={css.video} src={src} controls preload="metadata" />;
  }
  return <Document media={media} file={file} src={src} />;
}

/** A picture whose place is kept before it is there, so that nothing moves. */
function Thumbnail(props: { src: string; name: string; width?: number | null; height?: number | null }) {
  const { src, name, width, height } = props;
  const [broken, setBroken] = useState(false);
  const { t } = useWords();
  const ratio = width && height ? Math.min(3, Math.max(1 / 2, width / height)) : 4 / 3;
  if (broken) {
    return (
      <span className={css.broken}>
        <Icon name="image" size={22} />
        {t('content.no_preview')}
      </span>
    );
  }
  return (
    <img
      className={css.thumbnail}
      src={src}
      alt={name}
      loading="lazy"
      decoding="async"
      style={{ aspectRatio: ratio, width: Math.min(280, Math.round(220 * ratio)) }}
      onError={() => setBroken(true)}
    />
  );
}

function Waiting({ media }: { media: Media }) {
  const { t } = useWords();
  return (
    <span className={css.waiting} role="status">
      <Icon name={ICONS[media.kind]} size={22} />
      {t('media.pending')}
    </span>
  );
}

/** A file that is fetched by pressing, not by itself. */
function Document({ media, file, src }: Pick<Props, 'media' | 'file'> & { src: string | null }) {
  const { t } = useWords();
  const size = useSize();
  const { source, name, kind, duration_ms } = media;
  const bytes = file?.size_bytes ?? media.size_bytes;
  const elsewhere = source.at === 'url' && !src ? source.url : null;
  const failed = file?.state === 'failed' ? (file.reason ?? t('media.failed')) : null;
  const facts = [
    name ? t(`content.${kind}`) : null,
    duration_ms ? clockOf(duration_ms / 1000) : null,
    bytes ? size(bytes) : null,
    elsewhere ? new URL(elsewhere).host : null,
    src || elsewhere || failed ? null : t('content.no_preview'),
  ];
  return (
    <span className={css.document} data-failed={failed ? true : undefined}>
      <span className={css.icon}>
        <Icon name={ICONS[kind]} size={22} />
      </span>
      <span className={css.title}>{name ?? t(`content.${kind}`)}</span>
      <span className={css.facts}>{failed ?? facts.filter(Boolean).join(' · ')}</span>
      {src && (
        <a className={css.get} href={src} download={name ?? ''} title={t('media.download')}>
          <Icon name="download" size={18} />
          <span className="vh">{t('media.download')}</span>
        </a>
      )}
      {elsewhere && (
        <a className={css.get} href={elsewhere} target="_blank" rel="noopener noreferrer">
          {t('content.open')}
        </a>
      )}
    </span>
  );
}

const SPEEDS = [1, 1.5, 2] as const;

/** Plays a voice message, faster if one is in a hurry (THR-12). */
function Player({ src, length, name }: { src: string; length: number | null | undefined; name: string }) {
  const { t, language } = useWords();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [seconds, setSeconds] = useState((length ?? 0) / 1000);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>(1);
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) void element.play().catch(() => setPlaying(false));
    else element.pause();
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  return (
    <span className={css.player} role="group" aria-label={name}>
      {/* biome-ignore lint/a11y/useMediaCaption: customers' voices have no captions */}
      <audio
        ref={audio}
        src={src}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) => {
          // A stream that was recorded live does not know its own length.
          if (Number.isFinite(currentTarget.duration)) setSeconds(currentTarget.duration);
        }}
      />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        look="plain"
        label={playing ? t('media.pause') : t('media.play')}
        onClick={toggle}
      />
      <input
        type="range"
        className={css.line}
        min={0}
        max={Math.max(seconds, at, 0.1)}
        step={0.1}
        value={at}
        aria-label={t('media.position')}
        aria-valuetext={clockOf(at)}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value);
        }}
      />
      <span className={css.time}>{clockOf(playing || at > 0 ? at : seconds)}</span>
      <button type="button" className={css.speed} aria-label={t('media.speed')} onClick={faster}>
        {new Intl.NumberFormat(language).format(speed)}×
      </button>
    </span>
  );
}
