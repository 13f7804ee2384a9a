import { type Attached, detach, setAttached, useAttached } from '../../../app/attachments';
import { useWords } from '../../../app/i18n';
import { IconButton } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { useSize } from '../../../parts/size';
import { Grip, type Sorting, Spoken, useSortable } from '../../../parts/sortable';
import css from './files.module.css';

/** The files that go out with the reply: seen, put in order, taken away. */
export function Files({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const files = useAttached(conversation);
  const byKey = new Map(files.map((one) => [one.key, one]));
  const sorting = useSortable([...byKey.keys()], (keys) =>
    setAttached(
      conversation,
      keys.flatMap((key) => byKey.get(key) ?? []),
    ),
  );
  if (files.length === 0) return null;
  return (
    <>
      <ul className={css.files} aria-label={t('files.title')}>
        {sorting.order.map((key) => {
          const file = byKey.get(key);
          return (
            file && (
              <li
                key={key}
                ref={sorting.place(key)}
                className={css.file}
                data-wrong={file.wrong ? true : undefined}
                data-dragged={sorting.dragged === key || undefined}
              >
                <FileView file={file} sorting={files.length > 1 ? sorting : null} />
                <IconButton
                  icon="close"
                  small
                  label={t('files.remove', { name: file.name })}
                  onClick={() => detach(conversation, key)}
                />
              </li>
            )
          );
        })}
      </ul>
      <Spoken sorting={sorting} />
    </>
  );
}

function FileView({ file, sorting }: { file: Attached; sorting: Sorting | null }) {
  const { t } = useWords();
  const size = useSize();
  const percent = Math.round(file.share * 100);
  return (
    <>
      {sorting && <Grip sorting={sorting} id={file.key} label={t('sort.handle', { name: file.name })} />}
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
