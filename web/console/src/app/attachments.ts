// Files that stand above the text and go out with it (CMP-01, CMP-02): looked at, uploaded at once, put in order.
import { Problem, type Schema, Unreachable } from '@madoguchi/shared/api';
import { useSyncExternalStore } from 'react';
import { prefs } from './prefs';
import { keptStore } from './store';

export interface Attached {
  /** Its name in this page. */
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** Its type, as the browser tells it, then as its bytes show it. */
  readonly mime: string;
  /** Where this page can show it from, if it is a picture. */
  readonly picture: string | null;
  /** How much of it is there, from 0 to 1. */
  readonly share: number;
  /** What messages call it, once it is there. */
  readonly upload: string | null;
  /** Until when a message may hold it. */
  readonly expiresAt: string | null;
  /** Why it cannot be sent, in words. */
  readonly wrong: string | null;
}

/** The most files of one message (CMP-02). */
export const MOST_FILES = 3;
/** The largest file that the desk takes, in bytes. */
export const MOST_BYTES = 4 * 1024 * 1024;
/** What the desk takes; a type that the browser does not know is told by the desk from the bytes. */
const TYPES = /^(image\/(jpeg|png|webp|gif)|application\/pdf|(audio|video)\/webm|video\/mp4)?$/;

/** Why a file is not even uploaded. */
export function misfit(file: Pick<File, 'type' | 'size'>): 'type' | 'size' | 'empty' | null {
  if (!TYPES.test(file.type)) return 'type';
  if (file.size > MOST_BYTES) return 'size';
  return file.size === 0 ? 'empty' : null;
}

/** What a channel's table calls a file of this type. */
export function elementOf(mime: string): Schema['Element'] {
  const kind = mime.split('/')[0];
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
}

type All = Readonly<Record<string, readonly Attached[]>>;

/** What an earlier page has uploaded is there still; what was on its way is not. */
function read(found: unknown): All {
  if (typeof found !== 'object' || found === null) return {};
  const lasts = (one: Attached) => one.upload && Date.parse(one.expiresAt ?? '') > Date.now();
  const kept = Object.entries(found as All).map(
    ([id, files]) => [id, files.filter(lasts).map((one) => ({ ...one, picture: keptPicture(one) }))] as const,
  );
  return Object.fromEntries(kept.filter(([, files]) => files.length > 0));
}

/** The desk gives a file to whoever knows its name. */
function keptPicture({ mime, upload }: Attached): string | null {
  return mime.startsWith('image/') && upload ? `/files/${upload}` : null;
}

const all = keptStore('attachments', read);
const running = new Map<string, XMLHttpRequest>();
const NONE: readonly Attached[] = [];

export function attachedTo(conversation: string): readonly Attached[] {
  return all.get()[conversation] ?? NONE;
}

export function useAttached(conversation: string): readonly Attached[] {
  return useSyncExternalStore(all.subscribe, () => attachedTo(conversation));
}

/** Puts files in this order; those that are left out are not sent. */
export function setAttached(conversation: string, files: readonly Attached[]): void {
  const { [conversation]: _, ...others } = all.get();
  all.set(files.length > 0 ? { ...others, [conversation]: files } : others);
}

function change(conversation: string, key: string, some: Partial<Attached>): void {
  const files = attachedTo(conversation).map((one) => (one.key === key ? { ...one, ...some } : one));
  setAttached(conversation, files);
}

/** Takes a file away, or stops its upload. */
export function detach(conversation: string, key: string): void {
  running.get(key)?.abort();
  const gone = attachedTo(conversation).find((one) => one.key === key);
  if (gone?.picture?.startsWith('blob:')) URL.revokeObjectURL(gone.picture);
  setAttached(
    conversation,
    attachedTo(conversation).filter((one) => one.key !== key),
  );
}

/** Forgets all files: somebody else may sign in here. */
export function forgetAttached(): void {
  all.set({});
}

/** Takes a file in and uploads it. `said` puts a failure into words; `check` asks whether the channel shows it. */
export async function attach(
  conversation: string,
  file: File,
  said: (error: unknown) => string,
  check: (upload: string) => Promise<string | null>,
): Promise<void> {
  const key = crypto.randomUUID();
  const one: Attached = {
    key,
    name: file.name,
    size: file.size,
    mime: file.type,
    picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
    share: 0,
    upload: null,
    expiresAt: null,
    wrong: null,
  };
  setAttached(conversation, [...attachedTo(conversation), one]);
  try {
    const view = await send(key, file, (share) => change(conversation, key, { share }));
    const wrong = await check(view.id);
    const some = { mime: view.mime, name: view.name, upload: view.id, expiresAt: view.expires_at };
    change(conversation, key, { ...some, share: 1, wrong });
  } catch (error) {
    change(conversation, key, { wrong: said(error) });
  } finally {
    running.delete(key);
  }
}

/** Uploads. Not with `fetch`, which does not tell how far it has come. */
function send(key: string, file: File, told: (share: number) => void): Promise<Schema['UploadView']> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    running.set(key, request);
    request.open('POST', `/v1/uploads?name=${encodeURIComponent(file.name.slice(0, 120))}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-madoguchi', '1');
    request.setRequestHeader('accept-language', prefs.get().language);
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      const isBody = typeof body === 'object' && body !== null;
      if (request.status === 201 && isBody) done(body as Schema['UploadView']);
      else fail(new Problem(request.status, isBody ? body : {}));
    };
    request.onerror = () => fail(new Unreachable(null));
    request.onabort = () => fail(new Unreachable(null));
    request.send(file);
  });
}
