/** Files on their way, and how long to wait before trying anything again. */

import { Refusal } from './http';

/** Puts a file where it was announced; `progress` hears how much has gone, from 0 to 1. */
export function put(
  where: { url: string; method: string; headers: Record<string, string> },
  file: File,
  stop: AbortSignal,
  progress: (done: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(where.method, where.url);
    for (const name of Object.keys(where.headers)) request.setRequestHeader(name, where.headers[name] ?? '');
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => {
      const { status } = request;
      if (status < 300) resolve();
      else reject(new Refusal(status, status === 422 ? 'unsupported_type' : 'unknown', status >= 500));
    };
    request.onerror = request.onabort = () => reject(new Refusal(0, 'unreachable', true));
    stop.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Waits between 0 and 0.5 s · 2ⁿ, at most 30 s: everybody at another moment. */
export const backoff = (n: number) => Math.random() * Math.min(30_000, 500 * 2 ** n);
