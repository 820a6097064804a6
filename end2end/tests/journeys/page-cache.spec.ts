// Back and forward where the browser brings pages back as they were left, without a request or a script anew.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { box, expectAt, found, go, open, tick } from "../support/page";

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

});
