// What stands next to a citation: a verdict and the state now, on one line, and never in what is copied.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { open, openEntry } from "../support/page";

/** Citations that are broken although their line is wide enough, and how many there are in all. */
const broken = (page: Page) =>
  page.locator(".note-body .cited").evaluateAll((units) => {
    const tooEarly = (units as HTMLElement[]).filter((unit) => {
      let block = unit.parentElement!;
      while (getComputedStyle(block).display === "inline") block = block.parentElement!;
      const { paddingLeft, paddingRight } = getComputedStyle(block);
      const line = block.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      const { height } = unit.getBoundingClientRect();
      unit.style.maxInlineSize = "none";
      unit.style.whiteSpace = "nowrap";
      const whole = unit.getBoundingClientRect();
      unit.removeAttribute("style");
      return height > whole.height + 1 && whole.width <= line;
    });
    return { all: units.length, broken: tooEarly.map((unit) => unit.textContent) };
  });

for (const width of [390, 1440]) {
  test(`no citation is broken on a screen of ${width} pixels where its line is wide enough`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const path of ["/", "/?order=asc", "/keps/4188"]) {
      await open(page, path);
      const units = await broken(page);
      expect(units.all, path).toBeGreaterThan(0);
      expect(units.broken, path).toEqual([]);
    }
  });
}

test("no chip is wider than 28 columns, in either language", async ({ page }) => {
  for (const lang of ["en", "ja"]) {
    await page.setExtraHTTPHeaders({ "accept-language": lang });
    await open(page, "/?changed=1");
    const texts = await page.locator(".note-body .state").allTextContents();
    expect(texts.length).toBeGreaterThan(0);
    const columns = (text: string) => [...text].reduce((sum, c) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(c) ? 2 : 1), 0);
    expect(texts.filter((text) => columns(text) > 28)).toEqual([]);
  }
});

test("who sees no signs hears the whole", async ({ page }) => {
  await openEntry(page, "2023-02-14");
  const name = "KEP-753: 1 release late, alpha 1.28 (planned 1.27), now stable 1.33";
  await expect(page.getByRole("button", { name }).first()).toHaveText("↷ alpha 1.28 · stable 1.33");
});

test("the page of a KEP has no chip for the KEP itself", async ({ page }) => {
  await open(page, "/keps/753");
  await expect(page.locator(".note-body .chip", { hasText: "KEP-753" })).not.toHaveCount(0);
  await expect(page.locator('.note-body .state[aria-label^="KEP-753:"]')).toHaveCount(0);
});

test("what is copied of any note is the author's words alone", async ({ page }) => {
  await open(page, "/?changed=1");
  const notes = await page.locator(".note-body").evaluateAll((bodies) => {
    const squeezed = (text: string) => text.replace(/\s+/g, "");
    return bodies.map((body) => {
      const alone = body.cloneNode(true) as HTMLElement;
      for (const ours of alone.querySelectorAll(".state, .story, .chip-reading, .chip-behind")) ours.remove();
      getSelection()!.selectAllChildren(body);
      return { author: squeezed(alone.textContent!), copied: squeezed(getSelection()!.toString()) };
    });
  });
  expect(notes.length).toBeGreaterThan(0);
  for (const { author, copied } of notes) expect(copied).toBe(author);
});
