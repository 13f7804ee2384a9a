import { data } from '@madoguchi/shared/api';
import { fromLocal, toLocal } from '@madoguchi/shared/time';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, type Conversation, type Outgoing, type Scheduled } from '../../../app/api';
import type { Attached } from '../../../app/attachments';
import { useCommand } from '../../../app/commands';
import { deskQuery } from '../../../app/desk';
import { said } from '../../../app/errors';
import { useWords } from '../../../app/i18n';
import { Button, Chip, IconButton, Input, Select } from '../../../parts/controls';
import { Dialog } from '../../../parts/dialog';
import { Icon } from '../../../parts/icon';
import { move } from '../../../parts/order';
import { Grip, Told, useSortable } from '../../../parts/sortable';
import { useToast } from '../../../parts/toast';
import { ContentView } from '../thread/contents';
import css from './schedule-dialog.module.css';
import { PRESETS, preset } from './schedule-times';
import { TestSend } from './test-send';
import { again } from './words';

interface Bubble {
  key: string;
  /** Words, or something that was made elsewhere, by its name. */
  content: Outgoing;
  name: string | null;
}

interface Props {
  conversation: Pick<Conversation, 'id'>;
  /** What the composer holds. */
  text?: string;
  files?: readonly Attached[];
  /** The message that is changed; left out, a new one is made. */
  before?: Scheduled;
  onDone?: () => void;
  onClose: () => void;
}

/** The most bubbles of one scheduled message. */
const MOST = 5;
const NONE: ReadonlySet<string> = new Set();

const bubble = (content: Outgoing, name: string | null = null): Bubble => ({
  key: crypto.randomUUID(),
  content,
  name,
});

const empty = () => bubble({ type: 'text', text: '' });

/** What the dialog begins with; `null` if what is scheduled cannot be given again and stays as it is. */
function begin({ before, text = '', files = [] }: Props): Bubble[] | null {
  if (before) {
    const contents = before.contents.map((content) => {
      const name = content.type === 'media' ? (content.name ?? content.kind) : content.type;
      const given = again(content);
      return given && bubble(given, content.type === 'text' ? null : name);
    });
    return contents.every((one) => one !== null) ? contents : null;
  }
  const uploads = files.map((file) => bubble({ type: 'upload', upload: file.upload ?? '' }, file.name));
  const words = text.trim() === '' && uploads.length > 0 ? [] : [bubble({ type: 'text', text: text.trim() })];
  return [...words, ...uploads];
}

/** Schedules a message, or changes one that waits (CMP-05). */
export default function ScheduleDialog(props: Props) {
  const { conversation, before, onDone, onClose } = props;
  const words = useWords();
  const { t, clock } = words;
  const { data: desk } = useQuery(deskQuery);
  const toast = useToast();
  const { ask, isPending } = useCommand(conversation.id, { quiet: true });
  const zone = desk?.time_zone ?? 'UTC';
  const [bubbles, setBubbles] = useState(() => begin(props));
  const [local, setLocal] = useState(() =>
    before ? toLocal(Date.parse(before.at), zone) : (preset('hour', Date.now(), zone) ?? ''),
  );
  const [unless, setUnless] = useState(before?.unless_contact_writes ?? false);
  const [wrong, setWrong] = useState<string | null>(null);
  const at = fromLocal(local, zone);
  const isPast = !(at > Date.now());
  const contents = bubbles?.map(({ content }) => content);
  const isEmpty = contents?.some((one) => one.type === 'text' && one.text.trim() === '') ?? false;
  const looked = useLook(conversation.id, isEmpty || isPast ? undefined : contents, at);
  const save = async () => {
    const body = {
      at: new Date(at).toISOString(),
      ...(contents && { contents }),
      unless_contact_writes: unless,
    };
    try {
      await (before
        ? ask({ verb: 'reschedule', body: { scheduled: before.id, ...body } })
        : ask({ verb: 'schedule', body }));
      onDone?.();
      onClose();
      const when = `${clock.day(body.at)} ${clock.time(body.at)}`;
      toast({ kind: 'done', text: t('schedule.done', { when }) });
    } catch (error) {
      setWrong(said(error, words));
    }
  };
  return (
    <Dialog wide title={before ? t('schedule.change') : t('schedule.title')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {bubbles ? (
          <Bubbles
            conversation={conversation.id}
            bubbles={bubbles}
            onBubbles={setBubbles}
            onWrong={setWrong}
          />
        ) : (
          <div className={css.fixed}>
            {before?.contents.map((content, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the contents of a message never move
              <ContentView key={n} content={content} pressed={NONE} />
            ))}
            <p className={css.hint}>{t('schedule.fixed')}</p>
          </div>
        )}
        <fieldset className={css.when}>
          <legend>{t('schedule.when')}</legend>
          <div className={css.presets}>
            {PRESETS.map((name) => {
              const time = preset(name, Date.now(), zone);
              return (
                time && (
                  <Chip key={name} aria-pressed={local === time} onClick={() => setLocal(time)}>
                    {t(`schedule.preset.${name}`)}
                  </Chip>
                )
              );
            })}
          </div>
          <div className={css.time}>
            <Input
              type="datetime-local"
              aria-label={t('schedule.time')}
              value={local}
              required
              aria-invalid={isPast || undefined}
              onChange={(event) => setLocal(event.target.value)}
            />
            <span className={css.hint}>{t('schedule.zone', { zone })}</span>
          </div>
          {isPast && (
            <p className={css.wrong} role="alert">
              {t('schedule.past')}
            </p>
          )}
        </fieldset>
        <label className={css.unless}>
          <input type="checkbox" checked={unless} onChange={(event) => setUnless(event.target.checked)} />
          {t('schedule.unless')}
        </label>
        {looked && looked.window !== 'open' && (
          <p className={css.warn} role="status">
            <Icon name="warning" size={16} />
            {t(`schedule.window.${looked.window}`)}
          </p>
        )}
        {(looked?.refused || wrong) && (
          <p className={css.wrong} role="alert">
            {looked?.refused ?? wrong}
          </p>
        )}
        <div className={css.ways}>
          <TestSend
            conversation={conversation.id}
            contents={isEmpty ? undefined : contents}
            onWrong={setWrong}
          />
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={isPast || isEmpty || isPending || !!looked?.refused}>
            {before ? t('schedule.save') : t('schedule.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks the desk how it would arrive. */
function useLook(conversation: string, contents: Outgoing[] | undefined, at: number) {
  const { data: looked } = useQuery({
    queryKey: ['preview', conversation, contents, at],
    queryFn: () => {
      const body = { contents: contents ?? [], at: new Date(at).toISOString() };
      return data(
        api.POST('/v1/conversations/{id}/preview', { params: { path: { id: conversation } }, body }),
      );
    },
    enabled: contents !== undefined && contents.length > 0,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  return contents ? looked : undefined;
}

interface BubblesProps {
  conversation: string;
  bubbles: Bubble[];
  onBubbles: (bubbles: Bubble[]) => void;
  onWrong: (wrong: string | null) => void;
}

function Bubbles({ conversation, bubbles, onBubbles, onWrong }: BubblesProps) {
  const words = useWords();
  const { t } = words;
  const { data: desk } = useQuery(deskQuery);
  const list = useRef<HTMLOListElement>(null);
  const sorting = useSortable({
    list,
    length: bubbles.length,
    name: (n) => t('schedule.bubble', { n: n + 1 }),
    onMove: (from, to) => onBubbles(move(bubbles, from, to)),
  });
  const change = (key: string, text: string) =>
    onBubbles(bubbles.map((one) => (one.key === key ? { ...one, content: { type: 'text', text } } : one)));
  const templates = desk?.templates ?? [];
  /** Adds what the contact would read of a template. */
  const take = async (template: string) => {
    onWrong(null);
    try {
      const params = { path: { id: conversation } };
      const { calls, missing, refused } = await data(
        api.POST('/v1/conversations/{id}/preview', { params, body: { template } }),
      );
      const names = missing.map((blank) => blank.replace(/^field:/, '')).join(t('list.comma'));
      if (missing.length > 0) return onWrong(t('templates.missing', { names }));
      if (refused) return onWrong(refused);
      const added = calls.flat().flatMap((one) => again(one) ?? []);
      const held = bubbles.filter(({ content }) => content.type !== 'text' || content.text.trim() !== '');
      onBubbles([...held, ...added.map((one) => bubble(one))].slice(0, MOST));
    } catch (error) {
      onWrong(said(error, words));
    }
  };
  return (
    <div>
      <ol ref={list} className={css.bubbles}>
        {bubbles.map((one, n) => (
          <li key={one.key} {...sorting.item(n)}>
            {bubbles.length > 1 && <Grip sorting={sorting} n={n} />}
            {one.content.type === 'text' ? (
              <textarea
                className={css.text}
                rows={Math.min(8, Math.max(2, one.content.text.split('\n').length))}
                value={one.content.text}
                aria-label={t('schedule.bubble', { n: n + 1 })}
                onChange={(event) => change(one.key, event.target.value)}
              />
            ) : (
              <span className={css.file}>
                <Icon name="file" size={18} />
                {one.name}
              </span>
            )}
            {bubbles.length > 1 && (
              <IconButton
                icon="close"
                small
                label={t('schedule.remove', { n: n + 1 })}
                onClick={() => onBubbles(bubbles.filter((other) => other.key !== one.key))}
              />
            )}
          </li>
        ))}
      </ol>
      <Told sorting={sorting} />
      <div className={css.add}>
        {bubbles.length < MOST && (
          <Button small look="quiet" onClick={() => onBubbles([...bubbles, empty()])}>
            <Icon name="plus" size={16} />
            {t('schedule.add')}
          </Button>
        )}
        {bubbles.length < MOST && templates.length > 0 && (
          <Select
            className={css.template}
            value=""
            aria-label={t('schedule.from_template')}
            onChange={(event) => void take(event.target.value)}
          >
            <option value="">{t('schedule.from_template')}</option>
            {templates.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
        {bubbles.length > 1 && (
          <Button small look="quiet" onClick={() => onBubbles([empty()])}>
            {t('schedule.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
