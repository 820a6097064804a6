// Curators tag notes where they stand; readers see what counts and no forms.
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { signIn } from "../support/curator";
import { expect } from "../support/fixtures";
import { permalinks } from "../support/http";
import { program, test } from "../support/own-server";
import { open, openEntry } from "../support/page";

const day = "2024-04-18";

/** Opens the entry of a day with the forms of a curator. */
async function openAsCurator(page: Page, of = day) {
  const { entry } = await permalinks(of);
  await signIn(page, entry);
  return entry;
}

const firstNote = (page: Page) => page.locator(".note").first();
const shown = (page: Page) => firstNote(page).locator(".note-foot .tag");

test("a reader sees tags and no forms", async ({ page }) => {
  await openEntry(page, day);
  await expect(page.locator(".note .tag").first()).toBeVisible();
  await expect(page.locator("main form")).toHaveCount(0);
  // Why a tag is there opens without JavaScript too.
  await firstNote(page).getByRole("button", { name: "Why these tags?" }).click();
  await expect(page.locator(".story:popover-open .reasons li").first()).toBeVisible();
  await expect(page.locator("#known-tags")).toHaveCount(0);
});

test("a tag is added under any of its names, rejected, and restored", { tag: "@both" }, async ({ page }) => {
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

test("a derived tag that was rejected stays away, and comes back when it is restored", { tag: "@both" }, async ({ page }) => {
  const entry = await openAsCurator(page);
  const label = (await shown(page).first().innerText()).trim();
  await firstNote(page).getByRole("button", { name: `Reject ${label}` }).click();
  await expect(firstNote(page).getByRole("button", { name: `Restore ${label}` })).toHaveCount(1);
  await open(page, entry);
  await expect(shown(page).filter({ hasText: label })).toHaveCount(0);
  await firstNote(page).getByRole("button", { name: `Restore ${label}` }).click();
  await expect(shown(page).filter({ hasText: label })).toHaveCount(1);
});

test("what is no tag is refused with a message and changes nothing", { tag: "@both" }, async ({ page }) => {
  await openAsCurator(page);
  const before = await shown(page).allInnerTexts();
  await firstNote(page).getByRole("combobox", { name: "SIG or version" }).fill("<script>");
  await firstNote(page).getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "`<script>` is not a SIG" })).toBeVisible();
  expect(await shown(page).allInnerTexts()).toEqual(before);
});

test("the notes of an entry inherit its tags", { tag: "@both" }, async ({ page }) => {
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

test("a citation is corrected, and set back", { tag: "@both" }, async ({ page }) => {
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

test("a verdict is set, and set back", { tag: "@both" }, async ({ page }) => {
  await openAsCurator(page);
  const note = page.locator(".note", { has: page.locator("select[name=judged]") }).first();
  const choice = note.locator("select[name=judged]").first();
  const judge = async (verdict: string) => {
    // Without JavaScript the page comes anew, with its forms closed.
    if (!(await choice.isVisible())) await note.getByText("What the citations mean").click();
    await expect(choice).toHaveAccessibleName(/How it turned out/);
    await choice.selectOption(verdict);
    await note.getByRole("button", { name: "Set the verdict" }).first().click();
    await expect(choice.locator("option[selected]")).toHaveAttribute("value", verdict);
  };
  await expect(choice).toHaveValue("cleared");
  await judge("early");
  await judge("cleared");
});

test("a decision outlives the import of the same notes and of edited ones", async ({ page, database }) => {
  const entry = await openAsCurator(page, "2024-12-12");
  await firstNote(page).getByRole("combobox", { name: "SIG or version" }).fill("SIG Docs");
  await firstNote(page).getByRole("button", { name: "Add" }).click();
  await firstNote(page).getByRole("button", { name: "Reject SIG Windows" }).click();

  const notebook = readFileSync("../server/demo/notebook.md", "utf8");
  for (const text of [notebook, notebook.replace("- 1.32 が出た (12/11)", "- 1.32 が出た (12/11)。")]) {
    importNotes(text, database);
    await open(page, entry);
    await expect(shown(page).filter({ hasText: "SIG Docs" })).toHaveCount(1);
    await expect(shown(page).filter({ hasText: "SIG Windows" })).toHaveCount(0);
  }

  // What was decided is shown on the note's own page, to curators.
  await firstNote(page).getByRole("link", { name: "Permalink" }).click();
  const history = page.getByRole("heading", { name: "What was decided" }).locator("xpath=..");
  await expect(history).toContainText("tester: rejected sig-windows");
  await expect(history).toContainText("tester: applied sig-docs");
});

/** Imports a text into the demo that the server shows, as the author does. */
function importNotes(text: string, database: string) {
  const file = test.info().outputPath("notebook.md");
  writeFileSync(file, text);
  execFileSync(program(), ["import", file, "--database", database]);
}
