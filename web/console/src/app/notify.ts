// Ways to be told, from quiet to loud: the tab's title and icon, a sound, a notification of the system (EXT-12).
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Conversation } from './api';
import { deskQuery, meQuery, useWorkplace } from './desk';
import { useWords } from './i18n';
import { leads } from './leader';
import { nameOf } from './names';
import { prefs } from './prefs';
import { store, useStore } from './store';

/** One conversation sounds at most once in this time. */
const QUIET = 5000;
/** What happened longer ago is no news, such as what is read after a reconnect. */
const NEWS = 60_000;

const audio = store<AudioContext | null>(null);
const locked = store(false);

/** Browsers keep sound locked until somebody has touched the page. */
export function unlockSound(): void {
  const context = audio.get() ?? new AudioContext();
  audio.set(context);
  void context.resume().then(() => locked.set(context.state !== 'running'));
}

/** Whether a sound was due that the browser did not allow. */
export function useSoundLocked(): boolean {
  return useStore(locked);
}

addEventListener('pointerdown', unlockSound, { once: true });
addEventListener('keydown', unlockSound, { once: true });

function chime(): void {
  const context = audio.get();
  if (context?.state !== 'running') {
    locked.set(true);
    return;
  }
  [880, 1174.7].forEach((pitch, n) => {
    const at = context.currentTime + n * 0.12;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.12, at + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.32);
  });
}

/** Why a change is worth a sound: somebody waits for anybody, or wrote to this operator. */
export function calls(
  now: Conversation,
  before: Conversation | undefined,
  me: string,
  at: number,
): 'waiting' | 'mine' | null {
  if (at - Date.parse(now.active_at) > NEWS || now.contact.hidden) return null;
  if (now.place === 'waiting' && before?.place !== 'waiting') return 'waiting';
  const mine = now.assignee.is === 'operator' && now.assignee.id === me;
  const wrote = now.unconfirmed > (before?.unconfirmed ?? 0);
  return mine && wrote ? 'mine' : null;
}

const PLAIN = '/icon.svg';
const DOTTED = '/icon-dot.svg';

/** Tells an operator what calls for them; `calling` is how many conversations do. */
export function useNotifier(calling: number): void {
  const { t } = useWords();
  const workplace = useWorkplace();
  const { data: desk } = useQuery(deskQuery);
  const { data: me } = useQuery(meQuery);
  const operator = me?.operator.id ?? '';
  const navigate = useNavigate();
  const sounded = useRef(new Map<string, number>());

  useEffect(() => {
    const name = `${t('inbox.title')} – ${desk?.name ?? ''}`;
    document.title = calling > 0 ? `(${calling}) ${name}` : name;
    document.querySelector('link[rel=icon]')?.setAttribute('href', calling > 0 ? DOTTED : PLAIN);
  }, [t, desk?.name, calling]);

  useEffect(
    () =>
      workplace.listen((now, before) => {
        const why = calls(now, before, operator, Date.now());
        const onScreen = document.hasFocus() && workplace.threads.isWatched(now.id);
        const last = sounded.current.get(now.id) ?? 0;
        const { callWaiting, callMine } = prefs.get();
        if (!why || !{ waiting: callWaiting, mine: callMine }[why]) return;
        if (onScreen || !leads.get() || Date.now() - last < QUIET) return;
        sounded.current.set(now.id, Date.now());
        if (prefs.get().sound) chime();
        if (!prefs.get().notify || document.hasFocus() || Notification.permission !== 'granted') return;
        const title = t(`notify.${why}`, { name: nameOf(now.contact, t) });
        const shown = new Notification(title, { body: now.preview, tag: now.id, silent: true });
        shown.onclick = () => {
          focus();
          void navigate({ to: '/inbox/c/$conversation', params: { conversation: now.id } });
          shown.close();
        };
      }),
    [t, workplace, operator, navigate],
  );
}
