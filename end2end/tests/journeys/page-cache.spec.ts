// Back and forward where the browser brings pages back as they were left, without a request or a script anew.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { at, box, expectAt, found, go, open, tick } from "../support/page";

const search = (page: Page) => page.locator("form[data-search] input[type=search]");

declare global {
  interface Window {
    /** How often the page came back from the cache. */
    returned?: number;
  }
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) window.returned = (window.returned ?? 0) + 1;
    });
  });
});

/** Stops the clock of the page: the list follows what is typed no more. */
const pause = (page: Page) => page.clock.pauseAt(Date.now() + 60 * 60 * 1000);

/** Goes a step to a page that must be in the cache: a page that is loaded anew proves nothing here. */
async function goInCache(page: Page, step: "back" | "forward", path: string) {
  await go(page, step);
  await expectAt(page, path);
  await expect.poll(() => page.evaluate(() => window.returned ?? 0)).toBeGreaterThan(0);
}

test.describe("with JavaScript", { tag: "@hydrated" }, () => {
  test("ticks of the timeline are taken back with their lists, and come again with them", async ({ page }) => {
    await open(page, "/");
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/?sig=node");
    await tick(page, "SIG", "SIG Network");
    await expectAt(page, "/?sig=network&sig=node");

    await goInCache(page, "back", "/?sig=node");
    await expect(await box(page, "SIG", "SIG Node")).toBeChecked();
    await expect(await box(page, "SIG", "SIG Network")).not.toBeChecked();
    await goInCache(page, "back", "/");
    await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
    await goInCache(page, "forward", "/?sig=node");
    await expect(await box(page, "SIG", "SIG Node")).toBeChecked();
    await expect(await box(page, "SIG", "SIG Network")).not.toBeChecked();

    await goInCache(page, "back", "/");
    await tick(page, "SIG", "SIG CLI");
    await expectAt(page, "/?sig=cli");
  });

  test("a tick of the list of KEPs is taken back with its list", async ({ page }) => {
    await open(page, "/keps");
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/keps?sig=node");
    await goInCache(page, "back", "/keps");
    await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
    await tick(page, "Stage now", "stable");
    await expectAt(page, "/keps?stage=stable");
  });

  test("a search that was sent is gone from the box of the list before", async ({ page }) => {
    await page.clock.install();
    await open(page, "/?sig=node");
    await pause(page);
    await search(page).fill("beta");
    await search(page).press("Enter");
    await expectAt(page, "/?sig=node&q=beta");
    await goInCache(page, "back", "/?sig=node");
    await expect(search(page)).toHaveValue("");
    await tick(page, "SIG", "SIG CLI");
    await expectAt(page, "/?sig=cli&sig=node");
  });

  test("a search that the list followed stays in the box with it, a later one does not", async ({ page }) => {
    await page.clock.install();
    await open(page, "/");
    await search(page).pressSequentially("sidecar");
    await expectAt(page, "/?q=sidecar");
    const followed = await found(page);
    await pause(page);
    await search(page).pressSequentially(" beta");
    await page.locator(".permalink").first().click();
    await expect(page).toHaveURL(/\/e\//);
    await goInCache(page, "back", "/?q=sidecar");
    await expect(search(page)).toHaveValue("sidecar");
    expect(await found(page)).toEqual(followed);
  });

  test("a tick made by the keyboard has the focus again, where it was", async ({ page }) => {
    await open(page, "/");
    const last = page.locator("#filters input[type=checkbox]:visible").last();
    await last.focus();
    const scrolled = await page.locator("#filters").evaluate((panel) => panel.scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    await page.keyboard.press("Space");
    await expect.poll(() => at(page)).not.toBe("/");
    await goInCache(page, "back", "/");
    await expect(last).not.toBeChecked();
    await expect(last).toBeFocused();
    expect(await page.locator("#filters").evaluate((panel) => panel.scrollTop)).toBe(scrolled);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("the panel that a tick was made in does not cover the list before", async ({ page }) => {
      await open(page, "/");
      const filters = page.getByRole("form", { name: "Filters" });
      await page.getByRole("button", { name: "Filters", exact: true }).click();
      await tick(page, "SIG", "SIG Node");
      await expectAt(page, "/?sig=node");
      await goInCache(page, "back", "/");
      await expect(filters).toBeHidden();
      await page.getByRole("button", { name: "Filters", exact: true }).click();
      await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
    });
  });
});
