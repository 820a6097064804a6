// What notes said before, imports that are taken back, and what is removed for good.
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { permalinks } from "../support/http";
import { test } from "../support/own-server";
import { at, expectAt, open, openEntry } from "../support/page";

/** The day of the demo of which a note was edited, with words of it from before and from after that. */
const edited = { day: "2023-04-12", before: "although", after: "A plan is a plan" };

test("an entry leads to what its notes said before", { tag: "@both" }, async ({ page }) => {
  await openEntry(page, edited.day);
  await page.getByRole("link", { name: "Earlier words" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Earlier words");
  await expect(page.locator(".diff del")).toContainText([edited.before]);
  await expect(page.locator(".diff ins").last()).toContainText(edited.after);
  await expectNoViolations(page);
  await page.getByRole("link", { name: "Go to the entry" }).click();
  await expectAt(page, (await permalinks(edited.day)).entry);
});

test("an import is taken back after a look, and brought back", { tag: "@both" }, async ({ page }) => {
  const { notes } = await permalinks(edited.day);
  await signIn(page, "/status");
  await page.getByRole("link", { name: "Undo…" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Undo this import?");
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("State of the data");
  await expect(page.locator(".decisions li").first()).toContainText("undid the import of");
  await open(page, notes[1]!);
  await expect(page.locator(".note").first()).toContainText(edited.before);

  await open(page, "/status");
  await page.getByRole("link", { name: "Bring back…" }).click();
  await page.getByRole("button", { name: "Bring back" }).click();
  await expect(page.locator(".decisions li").first()).toContainText("brought back the import of");
  await open(page, notes[1]!);
  await expect(page.locator(".note").first()).toContainText(edited.after);
});

test("a note is removed for good, after a tick", { tag: "@both" }, async ({ page }) => {
  const [note] = (await permalinks(edited.day)).notes;
  await signIn(page, note!);
  await page.getByRole("link", { name: "Forget…" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Forget this note?");
  await expectNoViolations(page);
  const forget = page.getByRole("button", { name: "Forget for good" });
  const form = at(page);
  await forget.click();
  expect(at(page), "the browser asks for the tick first").toBe(form);
  await page.getByRole("checkbox").check();
  await forget.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This was removed for good");
  expect((await open(page, note!)).status()).toBe(410);
});
