// What WebKit makes of the popovers and of what is copied: `make test-webkit`.
import { expect, test } from "@playwright/test";
import { baseURL, permalinks } from "../support/http";
import { WebDriver } from "../support/webdriver";

let browser: WebDriver;

test.beforeEach(async () => {
  browser = await WebDriver.start(process.env.KEPLINE_WEBDRIVER!);
  await browser.open(baseURL() + (await permalinks("2023-02-14")).entry);
});

test.afterEach(() => browser.end());

for (const [name, opener] of [["the story of a citation", ".state"], ["why a note has its tags", ".why"]] as const) {
  test(`${name} is as high as its lines, and on the screen`, async () => {
    await browser.click(opener);
    const story = await browser.evaluate(() => {
      const story = document.querySelector(".story:popover-open")!;
      const { top, bottom, left, right, height } = story.getBoundingClientRect();
      // Of the text itself: a row that is spread takes its element along.
      const lines = [...story.children].map((line) => {
        const text = document.createRange();
        text.selectNodeContents(line);
        return text.getBoundingClientRect().height;
      });
      const edges = { top, left, below: innerHeight - bottom, right: innerWidth - right };
      return { edges, height, text: lines.reduce((sum, line) => sum + line, 0), rows: lines.length };
    });
    for (const [edge, distance] of Object.entries(story.edges)) expect(distance, edge).toBeGreaterThanOrEqual(0);
    // Between the lines and around them there is less than a line for each.
    expect(story.height).toBeLessThan(story.text + 24 * (story.rows + 1));
  });
}

test("what is copied of a note is the author's text alone", async () => {
  const { copied, author } = await browser.evaluate(() => {
    const state = document.querySelector(".note-body .state")!;
    const item = state.closest("li, p")!;
    getSelection()!.selectAllChildren(item);
    const alone = item.cloneNode(true) as HTMLElement;
    for (const ours of alone.querySelectorAll(".state, .story, .chip-reading, .chip-behind")) ours.remove();
    return { copied: getSelection()!.toString(), author: alone.textContent! };
  });
  const squeezed = (text: string) => text.replace(/\s+/g, "");
  expect(squeezed(copied)).toBe(squeezed(author));
});
