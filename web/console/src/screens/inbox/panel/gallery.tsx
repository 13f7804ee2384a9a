import { lazy, Suspense, useMemo, useState } from 'react';
import type { Row } from '../../../app/api';
import { useThread } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { Icon } from '../../../parts/icon';
import { isPicture, picturesOf, placeOf } from '../thread/media';
import css from './gallery.module.css';

const Lightbox = lazy(() => import('../thread/lightbox'));

interface Kept {
  src: string;
  name: string;
  at: string;
}

/** Files that are no pictures, newest first. */
export function documentsOf(rows: readonly Row[]): Kept[] {
  const found = rows.flatMap((row) => {
    if (row.kind !== 'inbound' && row.kind !== 'outbound') return [];
    const file = row.kind === 'inbound' ? row.file : null;
    return row.contents.flatMap((content) => {
      if (content.type !== 'media' || isPicture(content, file)) return [];
      const src = placeOf(content, file);
      return src ? [{ src, name: content.name ?? '', at: row.at }] : [];
    });
  });
  return found.reverse();
}

/** The files of a thread, as far as it was read. */
export function Gallery({ conversation }: { conversation: string }) {
  const { t, clock } = useWords();
  const { timeline } = useThread(conversation);
  const pictures = useMemo(() => picturesOf(timeline.rows), [timeline.rows]);
  const documents = useMemo(() => documentsOf(timeline.rows), [timeline.rows]);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <h2>{t('gallery.title')}</h2>
      {pictures.length + documents.length === 0 && <p className={css.none}>{t('gallery.none')}</p>}
      {pictures.length > 0 && (
        <ul className={css.pictures}>
          {pictures.toReversed().map(({ src, name, row }) => (
            <li key={`${row} ${src}`}>
              <button
                type="button"
                aria-label={t('media.enlarge', { name: name || t('content.image') })}
                onClick={() => setOpen(src)}
              >
                <img src={src} alt="" loading="lazy" decoding="async" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {documents.length > 0 && (
        <ul className={css.documents}>
          {documents.map(({ src, name, at }) => (
            <li key={src}>
              <Icon name="file" size={16} />
              <a href={src} download={name}>
                {name || t('content.file')}
              </a>
              <span className={css.when}>{clock.short(at, Date.now())}</span>
            </li>
          ))}
        </ul>
      )}
      {open && (
        <Suspense>
          <Lightbox pictures={pictures} src={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
