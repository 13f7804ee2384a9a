// Texts that would run if a page took them for markup (T-12, SEC-16, SEC-17), in everything that the console shows or
// edits. Each is shown to the letter, and nothing of it runs, loads or leads anywhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CORPUS } from './corpus.mjs';
import { moveIn, openDesk, until } from './desk.mjs';
import { png } from './send.mjs';

const PASSWORD = 'a long one, please';
const WIDGET_KEY = 'wk_test_7Q2mB9xR4t';
/** The console draws what fits on the screen: all of it is there on a high one. */
const HIGH = { width: 1440, height: 4000 };
const USUAL = { width: 1440, height: 900 };
const LOUD = '<img src=x onerror=alert(1)>';
/** What fits into one line of a name. */
const NAMES = CORPUS.filter(
  (text) => text.length <= 40 && !/[\n\t\u202e]/.test(text) && text === text.trim(),
);
/** What goes into a text with blanks, where `{{…}}` is one. */
const PLAIN = CORPUS.filter((text) => !text.includes('{{'));
const groups = (size) =>
  Array.from({ length: Math.ceil(CORPUS.length / size) }, (_, at) =>
    CORPUS.slice(at * size, (at + 1) * size),
  );

export async function hostile({ browser, open, look }) {
  const desk = await openDesk();
  try {
    const context = await browser.newContext({
      baseURL: desk.address,
      viewport: USUAL,
      locale: 'ja-JP',
    });
    const api = await moveIn(context, desk, LOUD);
    const page = await open(context, 'hostile');
    const bad = await watch(page, desk);
    const planted = await plant(api);
    const tools = { page, desk, api, look };
    await policy(context.request);
    await lists(tools, planted);
    await thread(tools, planted);
    await record(tools, planted);
    await composer(tools, planted);
    await refusals(tools, planted);
    await rated(tools, planted);
    await studio(tools);
    await settings(tools, planted);
    assert.deepEqual(bad, []);
    await context.close();
  } finally {
    await desk.close();
  }
}

/** Notes what must not happen. */
async function watch(page, desk) {
  const bad = [];
  page.on('dialog', (dialog) => {
    bad.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => bad.push(`popup ${popup.url()}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(desk.address)) bad.push(`request ${url}`);
  });
  await page.exposeFunction('refused', (what) => bad.push(`policy ${what}`));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.refused(`${violatedDirective} ${blockedURI}`),
    ),
  );
  return bad;
}

/** Nothing in the page was made out of a text. */
async function clean(page, where) {
  const made = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const leads = (element) =>
      ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].some((name) =>
        /^\s*(javascript|vbscript|data:text)/i.test(element.getAttribute(name) ?? ''),
      );
    const handles = (element) => [...element.attributes].some(({ name }) => /^on/i.test(name));
    const strange =
      'iframe, object, embed, base, marquee, math, frame, noscript img, meta[http-equiv=refresh]';
    const found = all.filter(
      (element) =>
        leads(element) || handles(element) || element.matches(strange) || element.matches('body script'),
    );
    return found.map((element) => element.outerHTML.slice(0, 200));
  });
  assert.deepEqual(made, [], where);
}

/** Waits until a page shows all these texts, in words or in fields. */
async function shows(page, where, texts) {
  let missing = texts;
  const squeezed = (text) => text.replace(/\s+/g, ' ').trim();
  await until(
    `${where} to show it all`,
    async () => {
      const seen = await page.evaluate(() => [
        document.body.textContent,
        ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value),
        ...[...document.querySelectorAll('[aria-label]')].map((element) =>
          element.getAttribute('aria-label'),
        ),
      ]);
      const all = squeezed(seen.join('\n'));
      missing = texts.filter((text) => !all.includes(squeezed(text)));
      return missing.length === 0;
    },
    () => missing.join('\n'),
  );
  await clean(page, where);
}

/** Puts the texts wherever somebody may put one. */
async function plant(api) {
  let intents = 0;
  const intent = () => `hostile-${String(++intents).padStart(6, '0')}`;
  const at = (n, size) => Array.from({ length: size }, (_, k) => NAMES[(n + k) % NAMES.length]);

  // The settings.
  const put = (section, value) => api('PUT', `/v1/settings/${section}`, { value, expected: null });
  const statuses = at(0, 10).map((name, n) => ({ id: `s${n}`, ja: name, en: name, color: 'red' }));
  await put('statuses', statuses);
  const tags = at(10, 12);
  await put('tags', [{ name: NAMES[22], tags }]);
  const fields = at(24, 10);
  await put('fields', [
    ...fields.map((name) => ({ name, kind: { type: 'text' }, shown: true })),
    { name: 'choice', kind: { type: 'choice', of: at(34, 5) }, shown: true },
  ]);
  const bare = NAMES.filter((name) => !name.includes('/'));
  await put('categories', [{ name: bare[0] }, { name: '段', children: [{ name: bare[1] }] }]);
  const templates = PLAIN.slice(0, 24).map((text, n) => ({
    name: NAMES[n],
    folder: NAMES[n + 30],
    messages: [text, PLAIN[n + 60]],
  }));
  await put('templates', templates);
  const actions = NAMES.slice(0, 8).map((name, n) => ({
    id: `a${n}`,
    name,
    steps: [
      { do: 'note', text: PLAIN[n + 20] },
      { do: 'reply', text: PLAIN[n + 40] },
      { do: 'tag', tag: tags[n] },
      { do: 'field', name: fields[n], value: NAMES[n + 9] },
    ],
  }));
  await put('actions', actions);
  const { inboxes } = await api('GET', '/v1/settings');
  const inbox = inboxes.find(({ id }) => id === 'line-main');
  await put('inboxes/line-main', {
    ...inbox.conduct.value,
    name: LOUD,
    texts: { ...inbox.conduct.value.texts, ended: PLAIN[3], greeting: PLAIN[6] },
  });
  await put('ai', {
    ...(await api('GET', '/v1/settings')).ai.value,
    brand_voice: CORPUS.slice(0, 8).join('\n'),
  });

  // A rule that says, notes and explains such things.
  const { version } = await api('GET', '/v1/rules');
  const { sources, case_sources } = await api('GET', `/v1/rules/versions/${version}`);
  const says = `keyword("loud", ["ひとをよぶ"], |chat| {
    chat.reply(${JSON.stringify(LOUD)});
    chat.note(${JSON.stringify(CORPUS[4])});
    chat.escalate(${JSON.stringify(CORPUS[5])});
});
`;
  await api('POST', '/v1/rules:publish', {
    sources: [{ file: '05-hostile.rhai', text: says }, ...sources],
    cases: case_sources,
    note: LOUD,
    expected: version,
  });

  // Customers: one who writes everything, and as many as fit into a list, each with another name.
  const does = (number, name, deed) => api('POST', '/simulator/deeds/line-main', { name, number, ...deed });
  const customers = NAMES.slice(0, 24);
  for (const [n, name] of customers.entries())
    await does(n + 2, name, { does: 'writes', text: CORPUS[n + 100] });
  await does(1, LOUD, { does: 'writes', text: 'ひとをよぶ' });
  const id = await until('the loud customer', async () => {
    const { items } = await api('GET', '/v1/conversations?view=waiting');
    return items.find(({ contact }) => contact.name === LOUD)?.id;
  });
  for (const texts of groups(10)) await does(1, LOUD, { does: 'writes', text: texts.join('\n') });
  const files = ['"><img src=x onerror=alert(1)>.pdf', "' onload='alert(1)'.pdf"];
  for (const file of files) await does(1, LOUD, { does: 'sends_file', file });

  // Operators.
  const post = (what, body) =>
    api('POST', `/v1/conversations/${id}/${what}`, { client_id: intent(), ...body });
  await post('join', {});
  for (const texts of groups(20)) {
    await post('note', { text: texts.join('\n') });
    await post('reply', { text: texts.join('\n') });
  }
  await post('rename', { name: NAMES[3] });
  await post('status', { status: 's1' });
  await post('category', { category: bare[0] });
  for (const tag of tags.slice(0, 6)) await post('tag', { tag });
  for (const name of fields) await post('field', { name, value: CORPUS[NAMES.length % 40] });
  const memos = groups(10).slice(0, 15);
  for (const [n, texts] of memos.entries()) await post('memos', { title: NAMES[n], body: texts.join('\n') });
  await post('schedule', {
    at: new Date(Date.now() + 86_400_000).toISOString(),
    text: CORPUS.slice(0, 10).join('\n'),
  });
  const colleague = await api('POST', '/v1/operators', {
    login: 'kanaya',
    name: NAMES[7],
    role: 'operator',
    password: PASSWORD,
  });
  return { id, customers, statuses, tags, fields, templates, actions, memos, files, colleague };
}

/** SEC-17: what every page of the console may do stands in its header. */
async function policy(request) {
  for (const path of ['/', '/inbox', '/settings/team', '/rules']) {
    const headers = (await request.get(path)).headers();
    const csp = headers['content-security-policy'] ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
      assert.ok(csp.includes(part), `${path}: ${part}`);
    assert.doesNotMatch(csp, /unsafe|https?:|\*/, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
  }
}

/** The list, its search, its filters and a view that is named. */
async function lists({ page, look }, { customers }) {
  await page.goto('/inbox');
  await page.getByRole('option').first().waitFor();
  await look(page, 'hostile-01-list');
  await page.setViewportSize(HIGH);
  await shows(page, 'the list', customers);
  await page.setViewportSize(USUAL);
  await page.getByRole('button', { name: '絞り込み' }).click();
  const menu = page.getByRole('dialog');
  await menu.getByText('対応ステータス', { exact: true }).click();
  await menu.getByRole('group', { name: '対応ステータス' }).getByRole('checkbox').first().check();
  await clean(page, 'the filters');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'この表示を保存' }).click();
  await page.getByLabel('表示の名前').fill(LOUD);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: LOUD, exact: true }).waitFor();
  await clean(page, 'a saved view');
  await page.goto(`/inbox?q=${encodeURIComponent(CORPUS[4])}`);
  await page.getByRole('searchbox').or(page.getByPlaceholder(/検索/)).first().waitFor();
  await clean(page, 'the search');
}

/** Every message and note to the letter. */
async function thread({ page, look }, { id, files }) {
  await page.goto(`/inbox/c/${id}`);
  const log = page.getByRole('log');
  await log.getByRole('article').first().waitFor();
  await look(page, 'hostile-02-thread');
  const seen = new Set();
  const take = async () => {
    for (const text of await log.getByRole('article').evaluateAll((all) => all.map((one) => one.textContent)))
      seen.add(text);
  };
  // From the newest up, until nothing older comes.
  await page.setViewportSize(HIGH);
  const wanted = [...groups(10), ...groups(20)].map((texts) => texts.join('\n'));
  const found = (text) => [...seen].some((one) => one.includes(text.trim()));
  await until(
    'every message to the letter',
    async () => {
      await take();
      await log.evaluate((scroller) => scroller.scrollBy(0, -1500));
      return wanted.every(found) && files.every(found);
    },
    () => [...wanted, ...files].filter((text) => !found(text)).join('\n---\n'),
  );
  await clean(page, 'the thread');
  await until('the beginning', async () => {
    await log.evaluate((scroller) => scroller.scrollTo(0, 0));
    return log.getByText('ひとをよぶ').isVisible();
  });
  await shows(page, 'what happened', [CORPUS[4], CORPUS[5]]);
  await page.setViewportSize(USUAL);
}

/** The customer's record. */
async function record({ page, look }, { id, tags, fields, memos }) {
  await page.goto(`/inbox/c/${id}`);
  await page.getByRole('complementary', { name: '顧客情報' }).waitFor();
  const bodies = memos.map((texts) => texts.join('\n'));
  await page.setViewportSize(HIGH);
  await shows(page, 'the record', [
    NAMES[3],
    LOUD,
    ...tags.slice(0, 6),
    ...fields,
    ...memos.map((_, n) => NAMES[n]),
  ]);
  await shows(
    page,
    'the memos',
    bodies.map((body) => body.slice(0, 60)),
  );
  await look(page, 'hostile-03-record');
  await page.setViewportSize(USUAL);
}

/** Templates, actions, what waits for its time, what the model answers, and names of files. */
async function composer({ page, desk, look }, { templates, actions }) {
  const field = page.getByLabel('返信の本文');
  await field.pressSequentially('/');
  await page.getByRole('combobox', { name: 'テンプレートを検索' }).waitFor();
  await shows(
    page,
    'the templates',
    templates.slice(0, 3).map(({ name }) => name),
  );
  await look(page, 'hostile-04-templates');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'アクション' }).click();
  await shows(
    page,
    'the actions',
    actions.slice(0, 3).map(({ name }) => name),
  );
  await page.getByRole('dialog').getByText(actions[0].name, { exact: true }).first().click();
  await shows(page, 'the steps', [actions[0].steps[0].text, actions[0].steps[1].text]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await field.fill('少々お待ちください');
  desk.said.answer = CORPUS.slice(0, 12).join(' ');
  await page.getByRole('button', { name: 'AI', exact: true }).click();
  await page.getByRole('button', { name: '丁寧' }).click();
  await page.getByRole('button', { name: '適用' }).or(page.getByRole('alert')).first().waitFor();
  await clean(page, 'what the model answers');
  await look(page, 'hostile-05-rewrite');
  await page.keyboard.press('Escape');
  for (const text of CORPUS.slice(0, 20)) {
    await field.fill(text);
    assert.equal(await field.inputValue(), text);
  }
  await clean(page, 'a draft');
  await field.fill('');
  const name = `${LOUD}.png`;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'image/png', buffer: png(40, 30, [90, 90, 90]) });
  await shows(page, 'a file', [name]);
  await page
    .getByRole('button', { name: `${name}` })
    .or(page.getByText(name))
    .first()
    .waitFor();
  await page.goto('/scheduled');
  await shows(page, 'the calendar', [CORPUS[0]]);
}

/** What the desk says when it refuses. */
async function refusals({ page }, { id }) {
  await page.goto(`/inbox/c/${id}`);
  const body = JSON.stringify({
    type: 'urn:madoguchi:problem:invalid-body',
    title: LOUD,
    detail: CORPUS[0],
    status: 400,
  });
  const refuse = (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body });
  await page.route('**/v1/conversations/*/note', refuse);
  await page.getByRole('tab', { name: '社内会話' }).click();
  await page.getByLabel('社内会話の本文').fill('断られるメモ');
  await page.getByRole('button', { name: '社内に投稿' }).click();
  await shows(page, 'a refusal', [CORPUS[0]]);
  await page.getByRole('button', { name: '下書きに戻す' }).click();
  await page.unroute('**/v1/conversations/*/note');
}

/** A visitor of the web messenger says who they are, where they are, and why they rate as they do. */
async function rated({ page, desk }) {
  const talk = async (method, path, token, data) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const answer = await fetch(`${desk.address}/web/v1${path}`, {
      method,
      headers: { ...headers, origin: desk.address },
      ...(data && { body: JSON.stringify(data) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const visitor = {
    locale: 'ja',
    timezone: 'Asia/Tokyo',
    page: { url: `${desk.address}/demo`, title: LOUD },
  };
  const { visitorToken } = await talk('POST', '/sessions', '', { widgetKey: WIDGET_KEY, visitor });
  await talk('PATCH', '/visitor', visitorToken, { name: LOUD, attributes: { plan: CORPUS[1] } });
  const said = { clientMessageId: randomUUID(), type: 'text', text: 'ひとをよぶ' };
  const { conversationId } = await talk('POST', '/messages', visitorToken, said);
  const source = await until('a message', async () => {
    const { events } = await talk('GET', '/events?after=0&limit=100', visitorToken);
    return events.find(({ type }) => type === 'message.created')?.data.messageId;
  });
  // Of a conversation that goes on, the first reason is kept.
  const comment = CORPUS.join(' ').slice(0, 480).trim();
  const action = { sourceMessageId: source, actionId: 'mdg.rate.2', label: '2', comment };
  await talk('POST', '/messages', visitorToken, { clientMessageId: randomUUID(), type: 'action', action });
  await page.goto(`/inbox/c/${conversationId}`);
  await page.setViewportSize(HIGH);
  await shows(page, 'the rating', [comment, LOUD, CORPUS[1]]);
  await page.setViewportSize(USUAL);
}

/** Rules, their versions, and what comes of a trial. */
async function studio({ page, look }) {
  await page.goto('/rules?file=05-hostile.rhai');
  await page.getByRole('textbox', { name: /の内容$/ }).waitFor();
  await page.getByLabel('お客様としてのメッセージ').fill('ひとをよぶ');
  await page.getByRole('button', { name: '送る', exact: true }).click();
  const talk = page.getByRole('log', { name: 'お試しの会話' });
  await talk.getByText(LOUD, { exact: true }).first().waitFor();
  await shows(page, 'a trial', [LOUD, CORPUS[5]]);
  await look(page, 'hostile-06-rules');
  await page.getByRole('tab', { name: '版', exact: true }).click();
  await shows(page, 'the versions', [LOUD]);
}

/** Every page of the settings, and whoever works here. */
async function settings({ page, look }, { statuses, tags, fields, templates, actions }) {
  const pages = {
    statuses: statuses.map(({ ja }) => ja),
    tags,
    fields,
    categories: [NAMES.filter((name) => !name.includes('/'))[0]],
    templates: templates.map(({ name }) => name),
    actions: actions.map(({ name }) => name),
    ai: [CORPUS[0]],
    inboxes: [LOUD],
    'inboxes/line-main': [LOUD, PLAIN[3]],
    team: [LOUD, NAMES[7]],
  };
  for (const [path, texts] of Object.entries(pages)) {
    await page.goto(`/settings/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shows(page, `/settings/${path}`, texts);
    if (path === 'actions' || path === 'templates') {
      for (const fold of await page.locator('[data-scroller] ol > li button[aria-expanded=false]').all())
        if (await fold.isVisible()) await fold.click();
      await clean(page, `/settings/${path}, unfolded`);
    }
    await look(page, `hostile-07-${path.replace('/', '-')}`);
  }
  await page.goto('/me');
  await shows(page, '/me', [LOUD]);
}
