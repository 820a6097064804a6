// Curators tag notes where they stand; readers see what counts and no forms.
import { expect, test } from "../support/fixtures";
import { signIn } from "../support/curator";
import { permalinks } from "../support/http";
import { enhanced, open } from "../support/page";
import type { Page } from "@playwright/test";

// Decisions stay in the one database of the run: each project decides on an entry of its own.
const days = { html: "2024-04-18", hydrated: "2025-02-15" } as const;

async function openAsCurator(page: Page) {
  const day = days[test.info().project.name as keyof typeof days];
  const { entry } = await permalinks(day);
  await signIn(page, entry);
  await enhanced(page);
  return entry;
}

const firstNote = (page: Page) => page.locator(".note").first();
const shown = (page: Page) => firstNote(page).locator(".note-foot .tag");

test.describe.configure({ mode: "serial" });

test("a reader sees tags and no forms", async ({ page }) => {
  await open(page, (await permalinks("2024-04-18")).entry);
  await expect(page.locator(".note .tag").first()).toBeVisible();
  await expect(page.locator("main form")).toHaveCount(0);
  await expect(page.locator("#known-tags")).toHaveCount(0);
});

test("a tag is added under any of its names, rejected, and restored", async ({ page }) => {
  await openAsCurator(page);
  const field = firstNote(page).getByRole("combobox", { name: "SIG or version" });
  await field.fill("sig/storage");
  await firstNote(page).getByRole("button", { name: "Add" }).click();
  await expect(shown(page).filter({ hasText: "SIG Storage" })).toHaveCount(1);

  await firstNote(page).getByRole("button", { name: "Reject SIG Storage" }).click();
  await expect(shown(page).filter({ hasText: "SIG Storage" })).toHaveCount(0);
  await firstNote(page).getByRole("button", { name: "Restore SIG Storage" }).click();
  await expect(firstNote(page).getByRole("button", { name: "Restore SIG Storage" })).toHaveCount(0);
});

test("a derived tag that was rejected stays away, and comes back when it is restored", async ({ page }) => {
  const entry = await openAsCurator(page);
  const words = (await shown(page).first().innerText()).trim();
  await firstNote(page).getByRole("button", { name: `Reject ${words}` }).click();
  await expect(firstNote(page).getByRole("button", { name: `Restore ${words}` })).toHaveCount(1);
  await open(page, entry);
  await expect(shown(page).filter({ hasText: words })).toHaveCount(0);
  await firstNote(page).getByRole("button", { name: `Restore ${words}` }).click();
  await expect(shown(page).filter({ hasText: words })).toHaveCount(1);
});

test("what is no tag is told and changes nothing", async ({ page }) => {
  await openAsCurator(page);
  const before = await shown(page).allInnerTexts();
  await firstNote(page).getByRole("combobox", { name: "SIG or version" }).fill("<script>");
  await firstNote(page).getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "`<script>` is not a SIG" })).toBeVisible();
  expect(await shown(page).allInnerTexts()).toEqual(before);
});

test("the notes of an entry inherit its tags", async ({ page }) => {
  await openAsCurator(page);
  await page.getByText("Tag the whole entry").click();
  await page.locator(".curate-entry").getByRole("combobox").fill("wg-batch");
  await page.locator(".curate-entry").getByRole("button", { name: "Add" }).click();
  const inherited = page.locator(".note .tag").filter({ hasText: "WG Batch" });
  await expect(inherited).toHaveCount(await page.locator(".note").count());
  await expect(inherited.first()).toContainText("of the entry");
  await firstNote(page).getByRole("button", { name: "Reject WG Batch" }).click();
  await expect(shown(page).filter({ hasText: "WG Batch" })).toHaveCount(0);
});

test("a citation is corrected, and set back", async ({ page }) => {
  await openAsCurator(page);
  const note = page.locator(".note", { has: page.locator(".chip") }).first();
  await note.getByText("What the citations mean").click();
  const row = note.locator(".corrections li").first();
  const literal = (await row.locator("code").innerText()).trim();
  await row.getByRole("textbox").fill("KEP-647");
  await row.getByRole("button", { name: "Correct" }).click();
  const chip = note.locator(".chip").first();
  await expect(chip).toHaveAttribute("href", "/keps/647");
  await expect(chip).toContainText(literal);
  await note.getByText("What the citations mean").click();
  await note.locator(".corrections li").first().getByRole("button", { name: "As written" }).click();
  await expect(chip).not.toHaveAttribute("href", "/keps/647");
});
