// The bars of notes over time above the list.
import type { Page } from "@playwright/test";
import * as demo from "../support/demo";
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, found, open, shownDays } from "../support/page";

const months = (page: Page) => page.getByRole("navigation", { name: "Notes per month" });
const weeks = (page: Page) => page.getByRole("navigation", { name: "Notes per week" });

/** The month and the number of each bar. */
const labelled = (page: Page) =>
  months(page)
    .getByRole("link")
    .evaluateAll((all) => all.map((bar) => bar.getAttribute("aria-label")!));

test("every month with notes has a bar with their number", async ({ page }) => {
  await open(page, "/");
  const expected = [...new Set(demo.days().map((day) => day.slice(0, 7)))].filter((month) =>
    demo.entries.some(({ day, notes }) => day?.startsWith(month) && notes > 0),
  );
  const bars = await labelled(page);
  expect(bars).toHaveLength(expected.length);
  for (const bar of bars) expect(bar).toMatch(/^\w+ \d{4}: \d+ notes?$/);
  const sum = bars.reduce((sum, bar) => sum + Number(/: (\d+)/.exec(bar)![1]), 0);
  const dated = demo.entries.filter(({ day }) => day !== null).reduce((sum, { notes }) => sum + notes, 0);
  expect(sum).toBe(dated);
});

test("a bar sets the list's time, keeps the rest of the filter, and takes itself back", async ({ page }) => {
  await open(page, "/?sig=node");
  const bar = months(page).getByRole("link", { name: /^October 2024: \d+ notes?$/ });
  const promised = Number(/: (\d+)/.exec((await bar.getAttribute("aria-label"))!)![1]);
  await bar.click();
  await expectAt(page, "/?sig=node&in=2024-10");
  expect((await found(page)).notes).toBe(promised);
  const chosen = months(page).locator('[aria-current="true"]');
  await expect(chosen).toHaveAttribute("aria-label", /^October 2024.*show all times$/);
  await chosen.click();
  await expectAt(page, "/?sig=node");
});

test("another bar takes the place of the chosen one", async ({ page }) => {
  await open(page, "/2024/10");
  await months(page).getByRole("link", { name: /^July 2026/ }).click();
  await expectAt(page, "/?in=2026-07");
  expect(await shownDays(page)).toEqual(demo.days("2026-07"));
});

test("a short time is shown by its weeks, each of which leads to its days", async ({ page }) => {
  await open(page, "/?in=2024-10");
  const week = weeks(page).getByRole("link", { name: /^7 October 2024 to 13 October 2024: / });
  await week.click();
  await expectAt(page, "/?in=2024-10&since=2024-10-07&until=2024-10-13");
  expect(await shownDays(page)).toEqual(["2024-10-12"]);
  await expect(week).toHaveAttribute("aria-current", "true");
  // The way back is to the month.
  await week.click();
  await expectAt(page, "/?in=2024-10");
});

test("the tab key stops at one bar, or at the chosen one and its neighbours", async ({ page }) => {
  await open(page, "/");
  const stops = () => months(page).locator('a[tabindex="0"]').count();
  expect(await stops()).toBe(1);
  await open(page, "/?in=2024-10");
  expect(await stops()).toBe(3);
  await months(page).locator('[aria-current="true"]').focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/in=2024-10$/);
  await expect(page).toHaveURL(/\?in=2024-0\d$/);
});

test("arrow keys lead from bar to bar", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  const bars = months(page).getByRole("link");
  const last = (await bars.count()) - 1;
  await bars.nth(last).focus();
  await page.keyboard.press("ArrowRight");
  await expect(bars.nth(last)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(bars.nth(last - 1)).toBeFocused();
  const outline = await bars.nth(last - 1).evaluate((bar) => getComputedStyle(bar).outlineStyle);
  expect(outline).not.toBe("none");
  await page.keyboard.press("Home");
  await expect(bars.first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(bars.first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(bars.nth(last)).toBeFocused();
  await page.keyboard.press("Enter");
  await expectAt(page, "/?in=2026-07");
});

for (const { width, locale, colorScheme } of [
  { width: 390, locale: "ja-JP", colorScheme: "dark" },
  { width: 320, locale: "en-US", colorScheme: "light" },
  { width: 1440, locale: "en-US", colorScheme: "dark" },
] as const) {
  test.describe(`${width} wide, ${locale}, ${colorScheme}`, () => {
    test.use({ viewport: { width, height: 844 }, locale, colorScheme });

    for (const path of ["/", "/?in=2024-10"]) {
      test(`no labels of the bars of ${path} collide, nothing sticks out, and they are accessible`, async ({ page }) => {
        await open(page, path);
        for (const strip of await page.locator(".histogram").all()) {
          const boxes = await strip.locator("text").evaluateAll((all) =>
            all
              .map((text) => text.getBoundingClientRect())
              .filter(({ width }) => width > 0)
              .map(({ left, right, top }) => ({ left, right, top: Math.round(top) })),
          );
          for (const row of new Set(boxes.map(({ top }) => top))) {
            const inRow = boxes.filter(({ top }) => top === row).sort((a, b) => a.left - b.left);
            for (let n = 1; n < inRow.length; n++) expect(inRow[n]!.left).toBeGreaterThanOrEqual(inRow[n - 1]!.right);
          }
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await expectNoViolations(page);
      });
    }
  });
}
