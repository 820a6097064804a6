// Notes whose citations have moved: curators confirm them, put them off and follow up on them.
import type { Page } from "@playwright/test";
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";
import { enhanced, open } from "../support/page";

const queue = "/review?kind=confirmations";
const waits = (page: Page) => page.locator("[data-waits]");
const noteOf = (page: Page, nth: number) => waits(page).nth(nth).locator("xpath=ancestor::section");
const permalink = async (page: Page, nth: number) => (await noteOf(page, nth).locator("a.permalink").getAttribute("href"))!;

test("a note is confirmed, and readers see it until that is undone", { tag: "@both" }, async ({ page }) => {
  await signIn(page, queue);
  await expectNoViolations(page);
  const before = await waits(page).count();
  expect(before, "the demo has some that wait").toBeGreaterThanOrEqual(3);
  await expect(waits(page).first().locator(".to-confirm-why")).not.toBeEmpty();
  const note = await permalink(page, 0);
  await waits(page).first().getByRole("button", { name: "Still true" }).click();
  await expect(page.locator(`a.permalink[href="${note}"]`)).toHaveCount(0);
  await open(page, note);
  await expect(page.locator(".note-confirmed").first()).toHaveText(/^confirmed \d{4}-\d\d$/);
  await expectNoViolations(page);
  await open(page, "/decisions");
  await page.locator(".decisions li", { hasText: "Still true" }).getByRole("button", { name: "Undo" }).click();
  await open(page, queue);
  await expect(page.locator(`a.permalink[href="${note}"]`)).toHaveCount(1);
});

test("a key each confirms and puts off, and leads to the next", { tag: "@hydrated" }, async ({ page }) => {
  await signIn(page, queue);
  const [first, second, third] = [await permalink(page, 0), await permalink(page, 1), await permalink(page, 2)];
  await page.keyboard.press("j");
  await expect(waits(page).first()).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.locator(`a.permalink[href="${first}"]`)).toHaveCount(0);
  await expect(noteOf(page, 0).locator("a.permalink")).toHaveAttribute("href", second);
  await expect(waits(page).first()).toBeFocused();
  await page.keyboard.press("a");
  await expect(noteOf(page, 0).locator("a.permalink")).toHaveAttribute("href", third);
  await page.keyboard.press("1");
  await expect(page).toHaveURL(`/write?follows=${third.split("/").at(-1)}`);
});

test("a follow-up hangs below the older note, whose words stay", { tag: "@both" }, async ({ page }) => {
  await signIn(page, queue);
  const note = await permalink(page, 0);
  await waits(page).first().getByRole("button", { name: "Follow up" }).click();
  // No notebook lives here yet: one is begun, and the form comes back to the note.
  await page.getByLabel("Title", { exact: true }).fill("Diary");
  await page.getByRole("radio", { name: /the notes are mine/ }).check();
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Follow up on a note");
  await enhanced(page);
  await expect(page.locator(".followed-note a")).toHaveAttribute("href", note);
  await expectNoViolations(page);
  await page.locator("textarea").fill("it came at last");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const newer = page.locator(".note:target");
  await expect(newer).toContainText("it came at last");
  await expect(newer.locator(".follows a")).toHaveAttribute("href", note);
  await expectNoViolations(page);
  await newer.locator(".follows a").click();
  await expect(page.locator(".follow-ups")).toContainText("it came at last");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page);
  await open(page, queue);
  await expect(page.locator(`a.permalink[href="${note}"]`)).toHaveCount(0);
});

test("a day of earlier years leads to its neighbours", { tag: "@both" }, async ({ page }) => {
  await open(page, "/on-this-day/10-07");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("On this day: 7 October");
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(/year(s)? ago$/);
  await expect(page.locator(".note .chip").first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: /The day after/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("On this day: 8 October");
});
