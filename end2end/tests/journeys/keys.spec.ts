// The keys that lead through notes.
import type { Page } from "@playwright/test";
import { baseURL } from "../support/http";
import { expect, expectNoViolations, test } from "../support/fixtures";
import { at, expectAt, go, open, openEntry } from "../support/page";

/** Which of the page's notes has the focus; -1 for none. */
const focused = (page: Page) =>
  page.locator(".note").evaluateAll((notes) => notes.findIndex((note) => note === document.activeElement));

test("j and k lead from note to note, o opens", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  expect(await focused(page)).toBe(-1);
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(0);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(2);
  await page.keyboard.press("k");
  expect(await focused(page)).toBe(1);
  await expect(page.locator(".note").nth(1)).toBeInViewport();
  const outline = await page.locator(".note").nth(1).evaluate((note) => getComputedStyle(note).outlineStyle);
  expect(outline).not.toBe("none");
  const permalink = await page.locator(".note").nth(1).locator("a.permalink").getAttribute("href");
  await page.keyboard.press("o");
  await expectAt(page, permalink!);
});

test("Enter opens the note that has the focus, and what has it inside a note", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("j");
  const note = page.locator(".note").first();
  const permalink = await note.locator("a.permalink").getAttribute("href");
  const tag = page.locator(".note .tag").first();
  const filtered = await tag.getAttribute("href");
  await page.keyboard.press("Enter");
  await expectAt(page, permalink!);
  await go(page, "back");
  await tag.focus();
  await page.keyboard.press("Enter");
  await expectAt(page, filtered!);
});

test("y copies the permalink of the note", { tag: "@hydrated" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openEntry(page, "2023-02-14");
  await page.keyboard.press("j");
  await page.keyboard.press("y");
  await expect(page.locator("#announcement")).toHaveText("Copied, but only this machine can open it: set KEPLINE_PUBLIC_URL");
  const permalink = await page.locator(".note").first().locator("a.permalink").getAttribute("href");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(baseURL() + permalink);
});

test("/ leads to the filters, where keys are letters", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("/");
  await expect(page.locator("#filters input:focus, input[type=search]:focus")).toHaveCount(1);
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(-1);
});

test("g and a letter lead on", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  for (const [key, path] of [["k", "/keps"], ["v", "/versions"], ["h", "/"]] as const) {
    await page.locator("html[data-enhanced]").waitFor({ state: "attached" });
    // At once: the first key waits for the second for a moment only.
    await Promise.all([page.keyboard.press("g"), page.keyboard.press(key)]);
    await expectAt(page, path);
  }
});

test("nothing happens with modifiers and while an input method composes", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  for (const key of ["Control+j", "Alt+j", "Meta+j", "Shift+J"]) await page.keyboard.press(key);
  await page.evaluate(() => {
    const press = (init: KeyboardEventInit) =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    document.body.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    press({ key: "j", isComposing: true });
    press({ key: "Process", keyCode: 229 });
    press({ key: "j", keyCode: 229 });
    press({ key: "?", isComposing: true });
    document.body.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  });
  expect(await focused(page)).toBe(-1);
  await expect(page.locator("#keys")).toBeHidden();
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(0);
});

test("? lists the keys, Escape closes, and they can be switched off for good", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.keyboard.press("?");
  await expect(list).toBeVisible();
  await expect(list).toContainText("next note");
  await expect(list.getByText("need JavaScript")).toBeHidden();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();

  await page.keyboard.press("?");
  await list.getByRole("checkbox", { name: "Shortcuts are on" }).uncheck();
  await page.keyboard.press("Escape");
  await open(page, at(page));
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  expect(await focused(page)).toBe(-1);
  await expect(list).toBeHidden();

  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await list.getByRole("checkbox", { name: "Shortcuts are on" }).check();
  await page.keyboard.press("Escape");
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).not.toBe(-1);
});

test("without JavaScript the list says that it needs some", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toContainText("need JavaScript");
  await expect(list.getByRole("checkbox")).toHaveCount(0);
});
