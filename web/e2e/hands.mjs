// Two ways to use a page: with the mouse, and with the keys alone.
import { until } from './desk.mjs';

/** More stops than any page has. */
const STOPS = 120;

export const isFocused = (place) =>
  place.evaluate((element) => element.getRootNode().activeElement === element);

/** Waits until the keys go there. */
export const hasFocus = (what, place) => until(`the focus in ${what}`, () => isFocused(place));

/** Waits until the keys do not go there any more. */
export const isLeft = (place) => until('the focus elsewhere', async () => !(await isFocused(place)));

/** Goes somewhere by Tab, also into a shadow root. */
export async function reach(page, place) {
  await place.waitFor();
  for (let n = 0; n < STOPS; n += 1) {
    if (await isFocused(place)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${place}`);
}

export const mouse = {
  name: 'mouse',
  press: (_page, place) => place.click(),
  pick: (_page, item) => item.click(),
  async write(_page, field, text) {
    await field.click();
    await field.fill(text);
  },
};

export const keys = {
  name: 'keys',
  async press(page, place) {
    await reach(page, place);
    await page.keyboard.press('Enter');
  },
  /** In an open menu. */
  async pick(page, item) {
    await item.waitFor();
    for (let n = 0; n < STOPS && !(await isFocused(item)); n += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  },
  async write(page, field, text) {
    await reach(page, field);
    await page.keyboard.insertText(text);
  },
};
