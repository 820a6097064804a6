// Filters, pages of the list and the way back without a new page: what is shown is what a new page would show.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { at, box, expectAt, go, open, shownDays, tick } from "../support/page";

declare global {
  interface Window {
    /** Set on the page that was opened: a new one has none. */
    opened?: true;
  }
}

/** Opens a page and waits until its lists are shown in place. */
async function openList(page: Page, path: string) {
  await open(page, path);
  await expect(page.locator("html")).toHaveAttribute("data-enhanced", "");
  await page.evaluate(() => (window.opened = true));
}

const isSamePage = (page: Page) => page.evaluate(() => window.opened === true);

/** What the page shows and says of itself that follows from its address. */
const content = (page: Page) =>
  page.evaluate(() => ({
    title: document.title,
    links: [...document.head.querySelectorAll("link[rel=canonical], link[rel=alternate]")].map((link) => link.outerHTML),
    parts: [...document.querySelectorAll("[data-follows-list]")].map((part) => part.outerHTML),
    terms: document.querySelector<HTMLInputElement>("#q")?.value,
  }));

/** The page must be what its address gives when it is loaded. */
async function expectAsLoaded(page: Page) {
  const shown = await content(page);
  const loaded = await page.context().newPage();
  await open(loaded, at(page));
  await expect(loaded.locator("html")).toHaveAttribute("data-enhanced", "");
  const expected = await content(loaded);
  await loaded.close();
  expect(shown).toEqual(expected);
}

test.describe("with JavaScript", { tag: "@hydrated" }, () => {
  test("filters, chips and pages lead to other lists on the same page", async ({ page }) => {
    await openList(page, "/");
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/?sig=node");
    await expect(await box(page, "SIG", "SIG Node")).toBeChecked();
    await expectAsLoaded(page);
    await tick(page, "SIG", "SIG Network");
    await expectAt(page, "/?sig=network&sig=node");
    await expectAsLoaded(page);
    const exclude = page.locator("#filters .facet-exclude:visible").first();
    const excluded = (await exclude.getAttribute("href"))!;
    await exclude.click();
    await expectAt(page, excluded);
    await expectAsLoaded(page);
    expect(await isSamePage(page)).toBe(true);
  });

  test("the way back and forward leads through the same lists, and to where they were read", async ({ page }) => {
    await openList(page, "/");
    const newest = await shownDays(page);
    await page.evaluate(() => scrollTo(0, 700));
    await page.locator("#results a[rel=next]").first().evaluate((link: HTMLElement) => link.click());
    await expect.poll(() => at(page)).toContain("after=");
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    const older = await shownDays(page);
    expect(older).not.toEqual(newest);
    await go(page, "back");
    await expectAt(page, "/");
    await expect.poll(() => shownDays(page)).toEqual(newest);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(700);
    await go(page, "forward");
    await expect.poll(() => shownDays(page)).toEqual(older);
    await expectAsLoaded(page);
    expect(await isSamePage(page)).toBe(true);
  });

  test("the place is kept of a list that was left in the moment that it was scrolled", async ({ page }) => {
    await openList(page, "/");
    const older = page.locator("#results a[rel=next]").first();
    // The list is at hand when the link is followed, before the browser could tell of a scroll.
    const fetched = page.waitForResponse((response) => response.url().includes("after="));
    await older.dispatchEvent("pointerover", { pointerType: "mouse" });
    await (await fetched).finished();
    await older.evaluate((link: HTMLElement) => {
      scrollTo(0, 700);
      link.click();
    });
    await expect.poll(() => at(page)).toContain("after=");
    await go(page, "back");
    await expectAt(page, "/");
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(700);
    expect(await isSamePage(page)).toBe(true);
  });

  test("ticks are taken back with their lists, and come again with them", async ({ page }) => {
    await openList(page, "/");
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/?sig=node");
    await tick(page, "SIG", "SIG Network");
    await expectAt(page, "/?sig=network&sig=node");
    await go(page, "back");
    await expectAt(page, "/?sig=node");
    await expect(await box(page, "SIG", "SIG Network")).not.toBeChecked();
    await expect(await box(page, "SIG", "SIG Node")).toBeChecked();
    await go(page, "back");
    await expectAt(page, "/");
    await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
    await tick(page, "SIG", "SIG CLI");
    await expectAt(page, "/?sig=cli");
    await expectAsLoaded(page);
  });

  test("a tick made by the keyboard keeps the focus and its place in the panel", async ({ page }) => {
    await openList(page, "/");
    const last = page.locator("#filters input[type=checkbox]:visible").last();
    await last.focus();
    const name = await last.getAttribute("value");
    const scrolled = await page.locator("#filters").evaluate((panel) => panel.scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    await page.keyboard.press("Space");
    await expect.poll(() => at(page)).not.toBe("/");
    const again = page.locator(`#filters input[value="${name}"]`);
    await expect(again).toBeFocused();
    await go(page, "back");
    await expectAt(page, "/");
    await expect(again).toBeFocused();
    await expect(again).not.toBeChecked();
    expect(await page.locator("#filters").evaluate((panel) => panel.scrollTop)).toBe(scrolled);
  });

  test("the count is announced, and the keyboard goes on at the list", async ({ page }) => {
    await openList(page, "/");
    await page.locator("#results .note a[href='/?sig=node']").first().press("Enter");
    await expectAt(page, "/?sig=node");
    await expect(page.locator("#announcement")).toHaveText(await page.locator(".list-count").innerText());
    await expect(page.locator("#main")).toBeFocused();
  });

  test("a search goes on from the list that was led to, and is a step of its own", async ({ page }) => {
    await openList(page, "/");
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/?sig=node");
    await page.locator("#q").pressSequentially("beta");
    await expectAt(page, "/?sig=node&q=beta");
    await go(page, "back");
    await expectAt(page, "/?sig=node");
    await expect(page.locator("#q")).toHaveValue("");
    await expectAsLoaded(page);
    expect(await isSamePage(page)).toBe(true);
  });

  test("what is no list, or cannot be had in place, is a new page", async ({ page }) => {
    await openList(page, "/");
    await page.route("**/?sig=node", (route) => route.fulfill({ status: 503, body: "busy" }));
    await tick(page, "SIG", "SIG Node");
    await expectAt(page, "/?sig=node");
    await expect(page.locator("body")).toHaveText("busy");
    await page.unroute("**/?sig=node");
    await page.reload();
    await page.evaluate(() => (window.opened = true));
    await page.locator(".permalink").first().click();
    await expect(page).toHaveURL(/\/e\//);
    expect(await isSamePage(page)).toBe(false);
  });

  test("a list that is pointed at is there before it is asked for", async ({ page }) => {
    await openList(page, "/");
    const link = page.locator("#results a[rel=next]").first();
    const href = (await link.getAttribute("href")) ?? "";
    const ahead = page.waitForRequest((request) => request.url().endsWith(href));
    await link.scrollIntoViewIfNeeded();
    await link.hover();
    await (await ahead).response();
    await page.context().setOffline(true);
    await link.click();
    await expectAt(page, href);
    await page.context().setOffline(false);
    await expectAsLoaded(page);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("the panel that a tick was made in does not cover the list that it leads to", async ({ page }) => {
      await openList(page, "/");
      const filters = page.getByRole("form", { name: "Filters" });
      await page.getByRole("button", { name: "Filters", exact: true }).click();
      await tick(page, "SIG", "SIG Node");
      await expectAt(page, "/?sig=node");
      await expect(filters).toBeHidden();
      await go(page, "back");
      await expectAt(page, "/");
      await page.getByRole("button", { name: "Filters", exact: true }).click();
      await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
    });
  });
});
