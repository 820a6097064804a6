// Curators upload files of notes: they see what would change, and import it or leave it.
import type { Page } from "@playwright/test";
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";
import { at, expectAt, open } from "../support/page";

const week = (notes: string) => ({
  name: "week.md",
  mimeType: "text/markdown",
  buffer: Buffer.from(`---\ntitle: This week\nrights: own\n---\n\n## 2031-02-03\n\n${notes}\n`),
});

const choose = (page: Page, file: { name: string; mimeType: string; buffer: Buffer }) =>
  page.locator("input[type=file]").setInputFiles(file);

const look = (page: Page) => page.getByRole("button", { name: "Show what would change" }).click();

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("a new notebook is uploaded after a look, added to, and taken back", { tag: "@both" }, async ({ page }) => {
  await signIn(page, "/status");
  await page.getByRole("main").getByRole("link", { name: "Import notes" }).click();
  await expect(title(page)).toHaveText("Import notes");
  await expectNoViolations(page);
  await choose(page, week("- the first thought\n- the second thought"));
  await look(page);
  await expect(title(page)).toHaveText("Import “This week”, a new notebook?");
  await expect(page.locator(".effects")).toContainText("Notes: 2 new");
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expectAt(page, "/?notebook=this-week");
  await expect(page.locator(".form-done")).toContainText("Imported into “This week”: 2 new.");
  await expect(page.locator(".note")).toHaveCount(2);
  await expectNoViolations(page);

  await open(page, "/import");
  await choose(page, week("- a third thought"));
  await page.getByRole("combobox", { name: "Notebook", exact: true }).selectOption({ label: "This week" });
  await look(page);
  await expect(title(page)).toHaveText("Add to “This week”?");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.locator(".note")).toHaveCount(3);
  await page.locator(".form-done").getByRole("link", { name: "Undo…" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await open(page, "/?notebook=this-week");
  await expect(page.locator(".note")).toHaveCount(2);
});

test("what would leave is shown, and needs a tick", { tag: "@both" }, async ({ page }) => {
  await signIn(page, "/import");
  await choose(page, week("- the first thought\n- the second thought\n- the third thought"));
  await look(page);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expectAt(page, "/?notebook=this-week");
  await open(page, "/import");
  await choose(page, week("- the third thought"));
  await page.getByRole("radio", { name: /^leaves/ }).check();
  await look(page);
  await expect(page.getByRole("heading", { name: "Notes that would leave" })).toBeVisible();
  await expect(page.locator(".upload-list").first()).toContainText("the first thought");
  await expectNoViolations(page);
  const here = at(page);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  expect(at(page), "the browser asks for the tick first").toBe(here);
  await page.getByRole("button", { name: "Leave it" }).click();
  await expectAt(page, "/import");
  await open(page, "/?notebook=this-week");
  await expect(page.locator(".note")).toHaveCount(3);
});

test("what cannot be read is said in words", { tag: "@both" }, async ({ page }) => {
  await signIn(page, "/import");
  await choose(page, { name: "picture.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255]) });
  await look(page);
  await expect(page.locator("#upload-error")).toContainText("picture.png");
  await expect(page.getByRole("button", { name: "Show what would change" })).toBeEnabled();
  await expectNoViolations(page);
});

test("files are dropped on the page", { tag: "@hydrated" }, async ({ page }) => {
  await signIn(page, "/import");
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["## 2031-02-03\n\n- a dropped thought\n"], "dropped.md"));
    return data;
  });
  await page.dispatchEvent(".drop", "drop", { dataTransfer: dropped });
  await page.getByLabel("Title of a new notebook").fill("Dropped");
  await look(page);
  await expect(title(page)).toHaveText("Import “Dropped”, a new notebook?");
});

test("it fits a narrow screen", { tag: "@both" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn(page, "/import");
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(390);
  await choose(page, week("- a thought"));
  await look(page);
  await expect(title(page)).toHaveText("Import “This week”, a new notebook?");
  expect(await width()).toBeLessThanOrEqual(390);
});

test("strangers have to sign in", async ({ page }) => {
  for (const path of ["/import", "/import/00112233445566778899aabbccddeeff"]) {
    expect((await open(page, path)).status(), path).toBe(401);
    await expect(title(page)).toHaveText("This is for curators");
  }
});
