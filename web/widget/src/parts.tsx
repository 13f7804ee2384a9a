/** What everything that is drawn shares. */

import type { Client } from './client';
import { h } from './h';
import type { State } from './model';
import type { AllWords } from './more-words';
import type { Config } from './protocol';
import type { Words } from './words';

export interface Look<W = Words> {
  words: W;
  lang: string;
  client: Client;
  /** Scheme and host of the server, which may keep files. */
  api: string;
}

/** The same in a conversation, where there are more words. */
export type FullLook = Look<AllWords>;

/** An icon of 20 pixels, drawn with strokes. */
export const Icon = ({ d, name }: { d: string; name?: string }) => (
  <svg
    viewBox="0 0 20 20"
    role={name ? 'img' : undefined}
    aria-label={name}
    aria-hidden={name ? undefined : 'true'}
  >
    <path d={d} />
  </svg>
);

/** What the visitor agrees to. */
export const Agreement = ({ config, words }: { config: Config; words: Words }) => (
  <p class="small">
    {config.consent}{' '}
    {config.privacyUrl ? (
      <a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
        {words.privacy}
      </a>
    ) : null}
  </p>
);

/** Why it could not begin. */
export const Failure = ({ error, words }: { error: string | undefined; words: Words }) =>
  error ? <p role="alert">{/^identity_/.test(error) ? words.identity : words.failure}</p> : null;

/** The desk's first words. */
export function Greeting({ state: { config } }: { state: State }) {
  return config ? (
    <article class="bot">
      <p class="who">{config.name}</p>
      <p class="text">{config.greeting}</p>
    </article>
  ) : null;
}
