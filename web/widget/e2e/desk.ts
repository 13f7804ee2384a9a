/** The real desk and a real browser: what the tests of this folder share. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as listener,
  type Server as Plain,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const HOSTS = fileURLToPath(new URL('../host/', import.meta.url));
export const KEY = 'wk_test_7Q2mB9xR4t';

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(Date.now());
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Settings of an inbox that is closed today and open from nine to six on every other day. */
export const CLOSED = `[inboxes.hours]\nholidays = ["${today}"]\n${DAYS.map((day) => `${day} = ["09:00-18:00"]`).join('\n')}`;

const free = () =>
  new Promise<number>((resolve) => {
    const probe = listener().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** The customer's site, on an origin of its own, with a policy of its own for each page. */
function site(desk: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.split('?')[0] ?? '/';
    try {
      const body = readFileSync(join(HOSTS, path), 'utf8').replaceAll('%DESK%', desk);
      const csp = policyOf(path, desk);
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'text/plain',
        ...(csp && { 'content-security-policy': csp }),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A wire between browser and desk that can be cut. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private up = true;
  private constructor(
    readonly port: number,
    private readonly server: Plain,
  ) {}

  static async to(target: number): Promise<Wire> {
    const server = listener();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const wire = new Wire(port, server);
    server.on('connection', (near) => {
      if (!wire.up) return near.destroy();
      const far = connect(target, '127.0.0.1');
      for (const socket of [near, far]) {
        wire.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          wire.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
      return undefined;
    });
    return wire;
  }

  cut() {
    this.up = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() {
    this.up = true;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

export interface Desk {
  /** Where the browser reaches the desk: over the wire. */
  url: string;
  /** The customer's site. */
  site: string;
  wire: Wire;
  browser: Browser;
  /** Calls the operators' API as the admin. */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Uploads a file as the admin, for a reply. */
  upload(name: string, bytes: Buffer): Promise<{ id: string }>;
  close(): Promise<void>;
}

/** Starts `madoguchi dev`, which `cargo build -p local` makes, on the sample's settings, changed by `edit`, with an admin of this name; and a browser. */
export async function open(
  edit: (settings: string) => string = (same) => same,
  name = '山田',
): Promise<Desk> {
  const data = mkdtempSync(join(tmpdir(), 'madoguchi-widget-'));
  const port = await free();
  const wire = await Wire.to(port);
  const url = `http://127.0.0.1:${wire.port}`;
  const pages = await site(url);
  const siteUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  let settings = readFileSync(join(ROOT, 'samplconfig.toml'), 'utf8');
  settings = settings.replace('public_url = "http://127.0.0.1:8080"', `public_url = "${url}"`);
  settings = settings.replace(/allowed_origins = \[.*\]/, `allowed_origins = ["${siteUrl}", "${url}"]`);
  const config = join(data, 'madoguchi.toml');
  writeFileSync(config, edit(settings));
  const binary =
    process.env.MADOGUCHI ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug/madoguchi');
  const args = ['dev', '--config', config, '--data', join(data, 'desk'), '--listen', `127.0.0.1:${port}`];
  const desk: ChildProcess = spawn(binary, args, {
    cwd: ROOT,
    env: { ...process.env, MADOGUCHI_LOG: 'warn' },
  });
  const secret = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk;
      const found = /one-time secret:\s+([0-9a-f]{16,})\s/.exec(said);
      if (found?.[1]) resolve(found[1]);
    };
    desk.stdout?.on('data', hear);
    desk.stderr?.on('data', hear);
    desk.on('exit', (code) => reject(new Error(`the desk ended with ${code}:\n${said}`)));
    desk.on('error', reject);
  });
  const direct = `http://127.0.0.1:${port}`;
  let token = '';
  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${direct}/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
  const password = 'correct horse battery staple';
  await api('POST', '/setup', { secret, login: 'admin', name, password });
  ({ token } = await api<{ token: string }>('POST', '/sign-in', { login: 'admin', password, token: true }));
  const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...flags, '--disable-component-update', '--disable-sync'],
  });
  return {
    url,
    site: siteUrl,
    wire,
    browser,
    api,
    async upload(name, bytes) {
      const response = await fetch(`${direct}/v1/uploads?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` },
        body: new Uint8Array(bytes),
      });
      if (!response.ok) throw new Error(`upload: ${response.status} ${await response.text()}`);
      return (await response.json()) as { id: string };
    },
    async close() {
      await browser.close();
      pages.close();
      wire.close();
      const gone = new Promise((resolve) => desk.once('exit', resolve));
      desk.kill('SIGINT');
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** What the pages of `host/` allow: as little as the messenger needs. */
function policyOf(path: string, desk: string): string | undefined {
  const ws = desk.replace('http', 'ws');
  const strict = `default-src 'none'; connect-src ${desk} ${ws}; img-src ${desk} blob:; require-trusted-types-for 'script'; trusted-types 'none'`;
  if (path === '/strict.html') return `${strict}; script-src 'self' ${desk}; style-src 'none'`;
  if (path === '/nonce.html') return `${strict}; script-src 'nonce-k7Qm' 'strict-dynamic'; style-src 'none'`;
  return undefined;
}

/** One customer: a browser of their own on a page of the site. */
export async function customer(desk: Desk, path: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await desk.browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...options });
  const page = await context.newPage();
  await page.goto(/^\w+:/.test(path) ? path : desk.site + path);
  return { context, page };
}
