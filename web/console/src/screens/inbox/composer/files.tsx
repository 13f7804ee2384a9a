import { useRef } from 'react';
import { type Attached, detach, setAttached, useAttached } from '../../../app/attachments';
import { useWords } from '../../../app/i18n';
import { IconButton } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { move } from '../../../parts/order';
import { useSize } from '../../../parts/size';
import { Grip, Told, useSortable } from '../../../parts/sortable';
import css from './files.module.css';

/** The files that go out with the reply: seen, put in order, taken away. */
export function Files({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const files = useAttached(conversation);
  const list = useRef<HTMLUListElement>(null);
  const sorting = useSortable({
    list,
    length: files.length,
    name: (n) => files[n]?.name ?? '',
    onMove: (from, to) => setAttached(conversation, move(files, from, to)),
    along: true,
  });
  if (files.length === 0) return null;
  return (
    <>
      <ul ref={list} className={css.files} aria-label={t('files.title')}>
        {files.map((file, n) => (
          <li
            key={file.key}
            className={css.file}
            data-wrong={file.wrong ? true : undefined}
            {...sorting.item(n)}
          >
            {files.length > 1 && <Grip sorting={sorting} n={n} />}
            <FileView file={file} />
            <IconButton
              icon="close"
              small
              label={t('files.remove', { name: file.name })}
              onClick={() => detach(conversation, file.key)}
            />
          </li>
        ))}
      </ul>
      <Told sorting={sorting} />
    </>
  );
}

function FileView({ file }: { file: Attached }) {
  const { t } = useWords();
  const size = useSize();
  const percent = Math.round(file.share * 100);
  return (
    <>
      {file.picture ? (
        <img className={css.picture} src={file.picture} alt="" draggable={false} />
      ) : (
        <span className={css.picture}>
          <Icon name="file" />
        </span>
      )}
      <span className={css.words}>
        <span className={css.name}>{file.name}</span>
        {file.wrong ? (
          <span className={css.wrong} role="alert">
            {file.wrong}
          </span>
        ) : (
          <span className={css.size}>
            {file.upload ? size(file.size) : t('files.uploading', { n: percent })}
          </span>
        )}
        {!file.upload && !file.wrong && (
          <progress className={css.progress} max={1} value={file.share} aria-label={file.name} />
        )}
      </span>
    </>
  );
}
