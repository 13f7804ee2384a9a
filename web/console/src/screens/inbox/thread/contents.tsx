import { isEmojiOnly, links } from '@madoguchi/shared/text';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { Content } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { cx } from '../../../parts/controls';
import { Icon, type IconName } from '../../../parts/icon';
import css from './contents.module.css';
import { type FileCopy, MediaView } from './media';

interface Props {
  content: Content;
  pressed: ReadonlySet<string>;
  /** Our copy of the file that the message is, if it came from the contact. */
  file?: FileCopy | null | undefined;
  /** Looks at a picture large. */
  onPicture?: ((src: string) => void) | undefined;
}

/** What a message holds. */
export function ContentView({ content, pressed, file, onPicture }: Props) {
  const { t } = useWords();
  switch (content.type) {
    case 'text':
      return isEmojiOnly(content.text) ? (
        <p className={css.emoji}>{content.text}</p>
      ) : (
        <Words text={content.text} />
      );
    case 'choice':
      return (
        <>
          <Words text={content.text} />
          <Buttons buttons={content.buttons} pressed={pressed} />
        </>
      );
    case 'list':
      return (
        <>
          <Words text={content.text} />
          <Buttons buttons={content.rows} pressed={pressed} />
        </>
      );
    case 'carousel':
      return (
        <>
          {content.text && <Words text={content.text} />}
          <ul className={css.cards}>
            {content.cards.map((card) => (
              <li key={card.title}>
                <strong>{card.title}</strong>
                {card.text && <p>{card.text}</p>}
                {card.link && <p>{linked(card.link.url)}</p>}
                <Buttons buttons={card.buttons ?? []} pressed={pressed} />
              </li>
            ))}
          </ul>
        </>
      );
    case 'template':
      return (
        <>
          <Words text={content.text} />
          <p className={css.detail}>{t('content.template', { name: content.name })}</p>
        </>
      );
    case 'media':
      return (
        <>
          <MediaView media={content} file={file} onPicture={onPicture} />
          {content.caption && <Words text={content.caption} />}
        </>
      );
    case 'location': {
      const at = `${content.latitude},${content.longitude}`;
      return (
        <Card
          icon="place"
          title={content.title ?? t('content.location')}
          detail={content.address ?? at}
          href={`https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(at)}`}
        />
      );
    }
    case 'sticker':
      return content.text ? (
        <p className={isEmojiOnly(content.text) ? css.sticker : css.plain}>
          {t('content.sticker_of', { text: content.text })}
        </p>
      ) : (
        <Card icon="image" title={t('content.sticker')} detail={t('content.no_preview')} />
      );
    case 'card':
      return <Card icon="card" title={content.name} detail={content.phone ?? t('content.card')} />;
    case 'form':
      return (
        <dl className={css.form}>
          {content.fields.map(([field, answer]) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
      );
    case 'unsupported':
      return <Card icon="file" title={t('content.unsupported')} detail={content.kind} />;
  }
}

/** Words with their links. More than 24 lines are folded. */
interface ButtonsProps {
  buttons: readonly { id: string; label: string; description?: string | null }[];
  pressed: ReadonlySet<string>;
}

/** What could be pressed, and what was. */
function Buttons({ buttons, pressed }: ButtonsProps) {
  const { t } = useWords();
  if (buttons.length === 0) return null;
  return (
    <ul className={css.buttons} aria-label={t('thread.buttons')}>
      {buttons.map((button) => (
        <li
          key={button.id}
          data-pressed={pressed.has(button.id) || undefined}
          title={button.description ?? undefined}
        >
          {pressed.has(button.id) && <Icon name="check" size={14} />}
          {button.label}
          {pressed.has(button.id) && <span className="vh">{t('thread.pressed')}</span>}
        </li>
      ))}
    </ul>
  );
}

export function Words({ text }: { text: string }) {
  const { t } = useWords();
  const ref = useRef<HTMLParagraphElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const paragraph = ref.current;
    if (paragraph && text.length > 200) setLong(paragraph.scrollHeight > paragraph.clientHeight + 1);
  }, [text]);
  return (
    <>
      <p ref={ref} className={cx(css.words, !isOpen && css.folded)} dir="auto">
        {linked(text)}
      </p>
      {isLong && (
        <button type="button" className={css.unfold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('thread.fold') : t('thread.unfold')}
        </button>
      )}
    </>
  );
}

function linked(text: string): ReactNode[] {
  return links(text).map((part, n) =>
    part.href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={n} href={part.href} target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ) : (
      part.text
    ),
  );
}

interface CardProps {
  icon: IconName;
  title: string;
  detail: string;
  href?: string | undefined;
}

function Card({ icon, title, detail, href }: CardProps) {
  const { t } = useWords();
  return (
    <span className={css.card}>
      <span className={css.icon}>
        <Icon name={icon} size={22} />
      </span>
      <span className={css.title}>{title}</span>
      <span className={css.detail}>{detail}</span>
      {href && (
        <a className={css.open} href={href} target="_blank" rel="noopener noreferrer">
          {t('content.open')}
        </a>
      )}
    </span>
  );
}
