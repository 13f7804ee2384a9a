// The desk's API, typed by its own document.
import createClient, { type Client } from 'openapi-fetch';
import type { Readable } from 'openapi-typescript-helpers';
import type { components, paths } from './schema';

/** The nouns, as the client reads them out of answers. */
export type Schema = Readable<components['schemas']>;
export type Api = Client<paths>;

/** What the desk answered instead of what was asked for (RFC 9457). */
export class Problem extends Error {
  /** The stable kind, such as `conversation-completed`. */
  readonly kind: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly field: string | undefined;
  readonly code: string | undefined;
  /** What stands there, where somebody else was faster. */
  readonly current: unknown;
  /** The request's id; the log knows it by the same. */
  readonly request: string | undefined;
  /** Seconds to wait before the same may be asked again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: Partial<Schema['Problem']>, retryAfter?: number) {
    super(body.title ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.kind = body.type?.replace('urn:madoguchi:problem:', '') ?? 'unknown';
    this.detail = body.detail ?? undefined;
    this.field = body.field ?? undefined;
    this.code = body.code ?? undefined;
    this.current = body.current ?? undefined;
    this.request = body.instance?.replace('urn:madoguchi:request:', '') ?? undefined;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may do better in a moment. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

/** The desk did not answer: what was asked for may or may not have been done. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('the desk cannot be reached', { cause });
    this.name = 'Unreachable';
  }
}

/** Reads a refusal, whatever form it has. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const body: unknown = await response.json().catch(() => ({}));
  return new Problem(response.status, typeof body === 'object' && body !== null ? body : {}, retryAfter);
}

/** A client of the same origin. `language` is asked for at each request. */
export function connect(language: () => string): Api {
  const api = createClient<paths>({ credentials: 'same-origin' });
  api.use({
    onRequest({ request }) {
      request.headers.set('x-madoguchi', '1');
      request.headers.set('accept-language', language());
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
    },
    onError({ error }) {
      return error instanceof Problem ? error : new Unreachable(error);
    },
  });
  return api;
}

/** What a call answered; a refusal was thrown as a `Problem` before. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
