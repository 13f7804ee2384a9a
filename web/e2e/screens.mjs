// Every main screen in both languages, both themes and three widths.

const WIDTHS = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];

export async function screens({ browser, desk, open, look, judge }, { storage, conversation }, quick) {
  for (const language of ['ja', 'en']) {
    for (const theme of ['light', 'dark']) {
      for (const [width, height] of WIDTHS) {
        if (quick && (language === 'en') !== (theme === 'dark')) continue;
        const context = await browser.newContext({
          baseURL: desk.address,
          viewport: { width, height },
          hasTouch: width < 500,
          isMobile: width < 500,
          storageState: withPrefs(storage, desk.address, { language, theme }),
        });
        const name = (screen) => `${screen}-${language}-${theme}-${width}`;
        const page = await open(context, name('screens'));
        for (const [screen, show] of Object.entries(SCREENS)) {
          await show(page, conversation);
          await page.waitForTimeout(350);
          await look(page, name(screen));
          await judge(page, name(screen));
        }
        await context.close();
      }
    }
  }
  await signedOut({ browser, desk, open, look, judge });
}

const SCREENS = {
  async list(page) {
    await page.goto('/inbox');
    await page.getByRole('option').first().waitFor();
  },
  async thread(page, conversation) {
    await page.goto(conversation);
    await page.getByRole('article').first().waitFor();
  },
  async note(page) {
    await page.getByRole('tab').nth(1).click();
  },
  async panel(page) {
    if (page.viewportSize().width < 1200) {
      await page.getByRole('button', { name: /^(顧客情報の表示|Show customer)$/ }).click();
    }
  },
  async actions(page, conversation) {
    await page.goto(conversation);
    await page.getByRole('button', { name: /^(アクション|Actions)$/ }).click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  },
  async schedule(page, conversation) {
    await page.goto(conversation);
    await page.getByRole('button', { name: /^(予約|Schedule)$/ }).click();
    await page.getByRole('dialog').getByRole('textbox').first().waitFor();
  },
  async scheduled(page) {
    await page.goto('/scheduled');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: /^(すべて|All)$/ }).click();
    await page.getByRole('listitem').first().waitFor();
  },
  async team(page) {
    await page.goto('/settings/team');
    await page.getByRole('table').waitFor();
  },
  async me(page) {
    await page.goto('/me');
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
};

async function signedOut({ browser, desk, open, look, judge }) {
  for (const [language, theme, width] of [
    ['ja', 'light', 1440],
    ['en', 'dark', 390],
  ]) {
    const context = await browser.newContext({
      baseURL: desk.address,
      viewport: { width, height: 844 },
      storageState: withPrefs({ cookies: [], origins: [] }, desk.address, { language, theme }),
    });
    const page = await open(context, 'sign-in');
    await page.goto('/inbox');
    await page.waitForURL('**/sign-in**');
    await page.locator('form').waitFor();
    await page.locator('[name=username]').fill('yamada');
    await page.locator('[name=password]').fill('wrong password');
    await page.locator('form button').click();
    await page.getByRole('alert').waitFor();
    await look(page, `sign-in-${language}-${theme}-${width}`);
    await judge(page, `sign-in-${language}`);
    await context.close();
  }
}

/** What a browser keeps, with other likings. */
export function withPrefs(storage, origin, prefs) {
  const kept = storage.origins.find((one) => one.origin === origin)?.localStorage ?? [];
  const others = kept.filter(({ name }) => name !== 'prefs');
  return {
    cookies: storage.cookies,
    origins: [{ origin, localStorage: [...others, { name: 'prefs', value: JSON.stringify(prefs) }] }],
  };
}
