import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../../app/i18n';
import { IconButton } from '../../../parts/controls';
import css from './lightbox.module.css';
import type { Picture } from './media';

interface Props {
  pictures: readonly Picture[];
  /** Which one is looked at first. */
  src: string;
  onClose: () => void;
}

const MOST_ZOOM = 5;
const STEP = 1.5;
const WHOLE = { zoom: 1, x: 0, y: 0 };

/** Pictures of a thread, large: arrows go on, plus and minus zoom, Esc closes (THR-12). */
export default function Lightbox({ pictures, src, onClose }: Props) {
  const { t, clock } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      pictures.findIndex((one) => one.src === src),
    ),
  );
  const [view, setView] = useState(WHOLE);
  const held = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const picture = pictures[at];
  if (!picture) return null;
  const go = (step: number) => {
    const next = at + step;
    if (next < 0 || next >= pictures.length) return;
    setAt(next);
    setView(WHOLE);
  };
  const zoom = (by: number) =>
    setView((old) => {
      const next = Math.min(MOST_ZOOM, Math.max(1, old.zoom * by));
      return next === 1 ? WHOLE : { ...old, zoom: next };
    });
  const press = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'ArrowRight') go(1);
    else if (event.key === '+' || event.key === ';') zoom(STEP);
    else if (event.key === '-') zoom(1 / STEP);
    else if (event.key === '0') setView(WHOLE);
    else return;
    event.preventDefault();
  };
  const name = picture.name || t('content.image');
  return (
    <dialog ref={dialog} className={css.box} aria-label={name} onClose={onClose} onKeyDown={press}>
      <div className={css.head}>
        <span className={css.name}>
          {name}
          <small>
            {t('media.place', { n: at + 1, most: pictures.length })} · {clock.full(picture.at)}
          </small>
        </span>
        <IconButton icon="plus" label={t('media.zoom_in')} onClick={() => zoom(STEP)} />
        <span className={css.zoom}>{Math.round(view.zoom * 100)}%</span>
        <IconButton icon="minus" label={t('media.zoom_out')} onClick={() => zoom(1 / STEP)} />
        <a className={css.get} href={picture.src} download={picture.name} aria-label={t('media.download')}>
          {t('media.download')}
        </a>
        <IconButton icon="close" label={t('action.close')} onClick={() => dialog.current?.close()} />
      </div>
      <div
        className={css.stage}
        data-zoomed={view.zoom > 1 || undefined}
        onWheel={(event) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15)}
        onPointerDown={(event) => {
          if (view.zoom === 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { x: event.clientX - view.x, y: event.clientY - view.y };
        }}
        onPointerMove={(event) => {
          const from = held.current;
          if (from) setView((old) => ({ ...old, x: event.clientX - from.x, y: event.clientY - from.y }));
        }}
        onPointerUp={() => {
          held.current = null;
        }}
      >
        <img
          src={picture.src}
          alt={name}
          draggable={false}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
        />
        {at > 0 && (
          <IconButton icon="back" className={css.before} label={t('media.previous')} onClick={() => go(-1)} />
        )}
        {at < pictures.length - 1 && (
          <IconButton icon="next" className={css.after} label={t('media.next')} onClick={() => go(1)} />
        )}
      </div>
    </dialog>
  );
}
