// Curators: what waits, and what is decided on many notes at once.
import type { Page } from "@playwright/test";
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";
import { expectAt, found, open } from "../support/page";

test("strangers have to sign in", async ({ page }) => {
  for (const path of ["/review", "/review?kind=references", "/review?kind=untagged", "/decisions", "/sources", "/bulk?filter=&tag=node&ruling=applied"]) {
    expect((await open(page, path)).status(), path).toBe(401);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This is for curators");
  }
  await open(page, "/?sig=node");
  await expect(page.locator(".tag-all")).toHaveCount(0);
});

test("all notes of a list are tagged, and it is undone as one", async ({ page }) => {
  await signIn(page, "/?sig=network");
  await expectAt(page, "/?sig=network");
  const { notes } = await found(page);
  const all = page.locator(".tag-all");
  await all.locator("summary").click();
  await all.getByRole("combobox", { name: "SIG or version" }).fill("wg-policy");
  await all.getByRole("button", { name: "Add to all" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Add WG Policy to ${notes} notes?`);
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your last decisions");
  await expectNoViolations(page);
  const mine = page.locator(".decisions li", { hasText: "applied wg-policy" });
  await expect(mine).toContainText(`on ${notes} notes`);

  await open(page, "/?sig=wg-policy");
  expect((await found(page)).notes).toBe(notes);
  await open(page, "/decisions");
  await mine.getByRole("button", { name: "Undo" }).click();
  await expect(mine).toContainText("undone");
  await expect(mine.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await open(page, "/?sig=wg-policy");
  await expect(page.locator(".note .tag", { hasText: "WG Policy" })).toHaveCount(0);
});

const waits = (page: Page) => page.locator("[data-waits]");

test("a key each accepts and rejects, and leads to the next", { tag: "@hydrated" }, async ({ page }) => {
  await signIn(page, "/review");
  const before = await waits(page).count();
  expect(before, "the demo has enough that waits").toBeGreaterThanOrEqual(3);
  const second = (await waits(page).nth(1).textContent())!;
  const note = await waits(page).nth(1).locator("xpath=ancestor::section").getAttribute("id");
  await page.keyboard.press("j");
  await expect(waits(page).first()).toBeFocused();
  await page.keyboard.press("a");
  await expect(waits(page)).toHaveCount(before - 1);
  await expect(waits(page).first()).toBeFocused();
  await expect(waits(page).first()).toHaveText(second);
  await page.keyboard.press("r");
  await expect(waits(page)).toHaveCount(before - 2);
  await open(page, "/review");
  await expect(page.locator(`#${note}`).locator(waits(page)).filter({ hasText: second })).toHaveCount(0);
});

test("a number each adds one of the likeliest SIGs to an untagged note", { tag: "@hydrated" }, async ({ page }) => {
  await signIn(page, "/review?kind=untagged");
  await expectNoViolations(page);
  const before = await waits(page).count();
  expect(before).toBeGreaterThanOrEqual(2);
  const item = waits(page).first();
  const note = (await item.locator("xpath=ancestor::section").getAttribute("id"))!;
  const value = (await item.locator("form", { has: page.locator("[data-key='2']") }).locator("[name=tag]").inputValue());
  await page.keyboard.press("j");
  await expect(item).toBeFocused();
  await page.keyboard.press("2");
  await expect(page.locator(`#${note} [data-waits]`)).toHaveCount(0);
  await expect(waits(page).first()).toBeFocused();
  const next = (await waits(page).first().locator("xpath=ancestor::section").getAttribute("id"))!;
  await page.keyboard.press("r");
  await expect(page.locator(`#${next} [data-waits]`)).toHaveCount(0);
  await open(page, `/?sig=${value.replace(/^sig-/, "")}`);
  await expect(page.locator(`#${note}`)).toHaveCount(1);
  await open(page, "/review?kind=untagged");
  await expect(page.locator(`#${note}, #${next}`)).toHaveCount(0);
});

test("an untagged note is tagged by a button", { tag: "@both" }, async ({ page }) => {
  await signIn(page, "/review");
  await page.getByRole("navigation", { name: "Review" }).getByRole("link", { name: /^Untagged \(\d+\)$/ }).click();
  const note = (await page.locator(".note").first().getAttribute("id"))!;
  await waits(page).first().locator("[data-key='1']").click();
  await expect(page.locator(`#${note} [data-waits]`)).toHaveCount(0);
});

test("a doubtful reference is put right, and waits again when that is undone", { tag: "@both" }, async ({ page }) => {
  await signIn(page, "/review?kind=references");
  const item = waits(page).first();
  const literal = (await item.locator("code").textContent())!;
  await item.getByRole("textbox").fill("kubernetes/enhancements#4293");
  await item.getByRole("button", { name: "Correct", exact: true }).click();
  await expect(waits(page).filter({ hasText: literal })).toHaveCount(0);
  await open(page, "/decisions");
  const decision = page.locator(".decisions li").filter({ hasText: literal }).first();
  await expect(decision).toContainText("enhancements#4293");
  await decision.getByRole("button", { name: "Undo" }).click();
  await expect(decision).toContainText("undone");
  await open(page, "/review?kind=references");
  await expect(waits(page).filter({ hasText: literal })).toHaveCount(1);
});
