// A desk of its own in a temporary folder: the real binary, providers played, and a model that answers what it is told.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const binary = process.env.MADOGUCHI ?? join(target, 'debug/madoguchi');

/** Listens on loopback and says where. */
function listen(server) {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((done) => server.close(done));
  return port;
}

/** An API that speaks OpenAI's language and streams `answer` in pieces. */
async function model() {
  const said = { answer: '', pause: 0 };
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const pieces = said.answer.match(/.{1,6}/gsu) ?? [];
    for (const piece of pieces) {
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`);
      await new Promise((done) => setTimeout(done, said.pause));
    }
    const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
    response.end(`data: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`);
  });
  const port = await listen(server);
  return { said, address: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}

/** Starts a desk; `secret` makes its first admin. */
export async function openDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-e2e-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const ai = await model();
  const config = join(folder, 'madoguchi.toml');
  const sample = readFileSync(join(root, 'samplconfig.toml'), 'utf8')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll('localhost:8080', `localhost:${port}`)
    .replace('rules = "rules"', `rules = ${JSON.stringify(join(root, 'rules'))}`)
    .replace('[ai]\n', `[ai]\nbase_url = "${ai.address}"\nmodel = "played"\n`)
    .replace('allow_private = false', 'allow_private = true')
    .replace(
      '[templates]\n',
      '[templates]\n"お待たせのお詫び" = ["大変お待たせしております。ただいま確認しております。", "もうしばらくお待ちくださいませ。"]\n"ご予約の確認" = ["{{customer}}様、{{field:来店日}}のご予約を承りました。担当は{{operator}}です。"]\n',
    )
    .replace(
      '[[actions]]\n',
      `[[actions]]
id = "colour"
name = "カラーの相談"
steps = [
    { do = "tag", tag = "薬剤" },
    { do = "status", status = "in_progress" },
    { do = "note", text = "使用薬剤の一覧を確認してください" },
    { do = "reply", text = "{{customer}}様、成分を確認して折り返しご連絡します。" },
]

[[actions]]
`,
    );
  writeFileSync(config, sample);
  mkdirSync(join(folder, 'data'));
  const process_ = spawn(binary, ['dev', '--config', config, '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MADOGUCHI_LOG: 'warn' },
  });
  let out = '';
  process_.stdout.on('data', (bytes) => {
    out += bytes;
  });
  process_.stderr.on('data', (bytes) => {
    out += bytes;
  });
  const secret = await until(
    'the desk to open',
    () => /\/set-up#(\S+)/.exec(out)?.[1],
    () => out,
  );
  const plays = (does) => {
    const args = ['simulate', ...does, '--config', config, '--server', address];
    return new Promise((done, fail) => {
      const customer = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      let error = '';
      customer.stderr.on('data', (bytes) => {
        error += bytes;
      });
      customer.on('exit', (code) => (code === 0 ? done() : fail(new Error(error))));
    });
  };
  return {
    address,
    secret,
    said: ai.said,
    /** A customer writes. Does not wait for what comes back. */
    writes: (channel, from, text) => plays([channel, '--from', from, text]),
    /** A customer does something else, such as `--image`. */
    sends: (channel, from, ...what) => plays([channel, '--from', from, ...what]),
    async close() {
      ai.close();
      process_.kill('SIGINT');
      await new Promise((done) => process_.on('exit', done));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Waits until something is there. */
export async function until(what, look, more = () => '') {
  const last = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > last) throw new Error(`waited in vain for ${what}\n${more()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
