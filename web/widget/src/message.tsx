/** Messages, as they are shown. What people wrote is text and never anything else. */

import { type ComponentChildren, Fragment } from 'preact';
import { h } from './h';
import { isSafe, pieces } from './links';
import type { Line, Message, Pending, Thread } from './model';
import { type AllWords, why } from './more-words';
import { type FullLook, Icon } from './parts';
import type { Attachment, Choice, Content } from './protocol';
import { chosen, isLine, isRating } from './state';
import { fill } from './words';

const CLOCK = 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM10 6.5V10l2.5 1.5';
const TICK = 'm4.5 10.5 3.5 3.5 7.5-8';
const ALERT = 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM10 6.5v4.5m0 2.5v.1';
const PAPER = 'M5.5 3h6l3.5 3.5V17h-9.5zM11 3v4h4';

export const timeOf = (at: number, lang: string) =>
  new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' }).format(at);

const dayOf = (at: number) => new Date(at).toDateString();

function Day({ at, words, lang }: { at: number; words: AllWords; lang: string }) {
  const day = dayOf(at);
  const named =
    day === dayOf(Date.now())
      ? words.today
      : day === dayOf(Date.now() - 86_400_000)
        ? words.yesterday
        : new Intl.DateTimeFormat(lang, { month: 'short', day: 'numeric', weekday: 'short' }).format(at);
  return <p class="line">{named}</p>;
}

const Text = ({ text }: { text: string }) => (
  <p class="text" dir="auto">
    {pieces(text).map(({ text, href }) =>
      href ? (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      ) : (
        text
      ),
    )}
  </p>
);

const sizeOf = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

function File({ file, api, local }: { file: Attachment; api: string; local: string | undefined }) {
  const ours = file.url?.startsWith(`${api}/`);
  const url = local ?? (file.url && (ours || isSafe(file.url)) ? file.url : undefined);
  const name = file.name ?? file.kind;
  // A picture that somebody else keeps does not load by itself: whoever keeps it would learn who looks.
  const inside =
    url && file.kind === 'image' && (ours || local) ? (
      <img src={url} alt={name} loading="lazy" />
    ) : (
      <span class="file">
        <Icon d={PAPER} />
        <span>
          {name}
          {file.size ? <small>{sizeOf(file.size)}</small> : null}
        </span>
      </span>
    );
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  ) : (
    inside
  );
}

/** The buttons under a message: to be pressed while they mean something, afterwards with the chosen one marked. */
function Buttons(props: {
  look: FullLook;
  message: Message;
  content: Content;
  thread: Thread;
  pressed: string | undefined;
}) {
  const { look, message, content, thread, pressed } = props;
  const actions = content.actions ?? [];
  const rating = isRating([content]);
  const ending = actions.some(({ actionId }) => actionId === 'mdg.end');
  const after = thread.items.some(
    (item) => !isLine(item) && item.author.kind === 'visitor' && item.seq > message.seq,
  );
  const active = ending
    ? thread.status === 'ending' && !pressed
    : rating
      ? !pressed
      : !content.quick || !(after || pressed);
  const { talk, more } = look.client;
  const press = (choice: Choice) => (rating ? talk?.rate : talk?.press)?.(message.id, choice);
  if (rating && active && more) return <more.Rating words={look.words} press={press} />;
  const shown = active || !content.quick ? actions : actions.filter(({ label }) => label === pressed);
  return shown.length ? (
    <div class="choices">
      {shown.map((choice) =>
        active ? (
          <button
            type="button"
            aria-pressed={choice.label === pressed ? 'true' : undefined}
            onClick={() => press(choice)}
          >
            {choice.label}
          </button>
        ) : (
          <span class={choice.label === pressed ? 'chosen' : ''}>
            {choice.label === pressed ? <Icon d={TICK} /> : null}
            {choice.label}
          </span>
        ),
      )}
    </div>
  ) : null;
}

function Bubble(props: {
  look: FullLook;
  message: Message;
  content: Content;
  thread: Thread;
  pressed: string | undefined;
}) {
  const { content, look, message } = props;
  const known = content.type === 'text' || content.type === 'choice' || content.type === 'attachment';
  const form = content.fields?.map(({ value }) => value).join('\n');
  const text = form ?? (known ? content.text : (content.fallbackText ?? content.text));
  return (
    <>
      {text ? <Text text={text} /> : null}
      {content.type === 'attachment'
        ? content.attachments?.map((file) => (
            <File file={file} api={look.api} local={look.client.talk?.picture(message.clientId)} />
          ))
        : null}
      {content.type === 'choice' && content.actions?.length ? <Buttons {...props} /> : null}
    </>
  );
}

function lineOf({ line, name }: Line, words: AllWords) {
  if (line === 'joined') return fill(words.joined, { name: name || words.agent });
  return line === 'bot' ? words.bots : words[line];
}

export function Messages({
  look,
  thread,
  pending,
}: {
  look: FullLook;
  thread: Thread;
  pending: readonly Pending[];
}) {
  const { words, lang } = look;
  const shown: ComponentChildren[] = [];
  let day = '';
  thread.items.forEach((item, at) => {
    if (dayOf(item.at) !== day) {
      day = dayOf(item.at);
      shown.push(<Day key={day} at={item.at} words={words} lang={lang} />);
    }
    if (isLine(item)) {
      shown.push(
        <p key={item.seq} class="line">
          {lineOf(item, words)}
        </p>,
      );
      return;
    }
    const { author, id, contents } = item;
    const next = thread.items[at + 1];
    const prev = thread.items[at - 1];
    const together = (other: Message | Line | undefined) =>
      other &&
      !isLine(other) &&
      other.author.kind === author.kind &&
      other.author.id === author.id &&
      Math.abs(other.at - item.at) < 60_000;
    const mine = author.kind === 'visitor';
    const who = mine ? words.you : author.kind === 'agent' ? author.name || words.agent : words.bot;
    const time = timeOf(item.at, lang);
    const pressed =
      chosen(thread.items, item) ??
      pending.find(({ body }) => body?.type === 'action' && body.action.sourceMessageId === id)?.text;
    shown.push(
      <article key={id} class={mine ? 'mine' : author.kind} aria-label={`${who} ${time}`}>
        {!mine && !together(prev) ? <p class="who">{who}</p> : null}
        {contents.map((content) => (
          <Bubble look={look} message={item} content={content} thread={thread} pressed={pressed} />
        ))}
        {together(next) ? null : (
          <p class="when">
            <time dateTime={new Date(item.at).toISOString()}>{time}</time>
            {mine ? <Icon d={TICK} name={words.sent} /> : null}
          </p>
        )}
      </article>,
    );
  });
  return (
    <>
      {shown}
      {pending.map((said) => (
        <Unheard key={said.id} look={look} said={said} />
      ))}
    </>
  );
}

/** What the stream does not hold yet, with what is known of it and no more. */
function Unheard({ look: { words, client }, said }: { look: FullLook; said: Pending }) {
  const failed = said.state === 'failed';
  return (
    <article class={`mine ${said.state}`} aria-label={words.you}>
      {said.files?.map(({ file, url, done }) => (
        <div class="up">
          {file.type.startsWith('image/') ? (
            <img src={url} alt={file.name} />
          ) : (
            <span class="file">
              <Icon d={PAPER} />
              {file.name}
            </span>
          )}
          {said.state === 'uploading' ? <progress value={done} aria-label={file.name} /> : null}
        </div>
      ))}
      {said.text ? <Text text={said.text} /> : null}
      <p class="when">
        {failed ? (
          <>
            <Icon d={ALERT} />
            {why(said.why, words)}
          </>
        ) : (
          <Icon
            d={said.state === 'sent' ? TICK : CLOCK}
            name={said.state === 'sent' ? words.sent : words.sending}
          />
        )}
        {failed ? (
          <button type="button" onClick={() => client.talk?.resend(said)}>
            {words.resend}
          </button>
        ) : null}
        {failed || said.state === 'uploading' ? (
          <button type="button" onClick={() => client.talk?.discard(said.id)}>
            {words.discard}
          </button>
        ) : null}
      </p>
    </article>
  );
}
