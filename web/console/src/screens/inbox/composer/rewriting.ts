// Asks the desk for a better draft and hears its answer as it is written.
import { problemOf, type Schema } from '@madoguchi/shared/api';
import { codePoints } from '@madoguchi/shared/text';
import { prefs } from '../../../app/prefs';

export const TONES = ['polite', 'formal', 'casual', 'assertive', 'humorous'] as const;
export const LENGTHS = ['shorter', 'longer'] as const;

/** How a draft shall sound; at least one of the two is given. */
export interface Wish {
  tone?: (typeof TONES)[number];
  length?: (typeof LENGTHS)[number];
}

/** What is to be rewritten, counted in UTF-16 units as text fields do. */
export interface Target {
  draft: string;
  start: number;
  end: number;
}

export type Told =
  | { type: 'delta'; text: string }
  | { type: 'done'; text: string; replacement: string }
  | { type: 'refused' | 'failed'; message: string };

/** The events of a stream (`text/event-stream`), each read as JSON. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const frames = rest.split(/\r?\n\r?\n/);
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const lines = frame.split(/\r?\n/).filter((line) => line.startsWith('data:'));
      // Comments keep the connection alive and have no data.
      if (lines.length > 0) yield JSON.parse(lines.map((line) => line.slice(5)).join('\n'));
    }
    if (done) return;
  }
}

/** Asks for a rewrite of a target. Throws a `Problem` if the desk refuses to ask the model at all. */
export async function* rewrite(
  target: Target,
  wish: Wish,
  conversation: string,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  const whole = target.start === 0 && target.end === target.draft.length;
  const body: Schema['RewriteBody'] = {
    draft: target.draft,
    conversation,
    ...wish,
    ...(!whole && { selection: codePoints(target.draft, target.start, target.end) }),
  };
  // Not through the typed client: it reads an answer whole, and this one comes bit by bit.
  const response = await fetch('/v1/drafts:rewrite', {
    method: 'POST',
    signal,
    headers: {
      accept: 'text/event-stream',
      'accept-language': prefs.get().language,
      'content-type': 'application/json',
      'x-madoguchi': '1',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok || !response.body) throw await problemOf(response);
  yield* events(response.body);
}
