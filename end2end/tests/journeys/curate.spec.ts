// Curators tag notes where they stand; readers see what counts and no forms.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { signIn } from "../support/curator";
import { permalinks } from "../support/http";
import { enhanced, open } from "../support/page";
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  // Why a tag is there opens without JavaScript too.
  await firstNote(page).getByRole("button", { name: "Why these tags?" }).click();
  await expect(page.locator(".story:popover-open .reasons li").first()).toBeVisible();
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

test("the forms of curators are accessible", async ({ page }) => {
  await openAsCurator(page);
  await firstNote(page).getByText("What the citations mean").click();
  await page.getByText("Tag the whole entry").click();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(page);
  for (const path of ["/review", "/review?kind=references", "/decisions", "/?sig=node"]) {
    await open(page, path);
    await expectNoViolations(page);
  }
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

test("a decision outlives the import of the same notes and of edited ones", async ({ page }) => {
  test.skip(test.info().project.name !== "html", "once is enough: it imports into the one database of the run");
  test.skip(!!process.env.KEPLINE_TEST_URL, "the database of a server that runs already is left alone");
  const { entry } = await permalinks("2024-12-12");
  await signIn(page, entry);
  await firstNote(page).getByRole("combobox", { name: "SIG or version" }).fill("SIG Docs");
  await firstNote(page).getByRole("button", { name: "Add" }).click();
  await firstNote(page).getByRole("button", { name: "Reject SIG Windows" }).click();

  const notebook = readFileSync("../server/demo/notebook.md", "utf8");
  for (const text of [notebook, notebook.replace("- 1.32 が出た (12/11)", "- 1.32 が出た (12/11)。")]) {
    importNotes(text);
    await open(page, entry);
    await expect(shown(page).filter({ hasText: "SIG Docs" })).toHaveCount(1);
    await expect(shown(page).filter({ hasText: "SIG Windows" })).toHaveCount(0);
  }
  importNotes(notebook);

  // What was decided is told on the note's own page, to curators.
  await open(page, entry);
  await firstNote(page).getByRole("link", { name: "Permalink" }).click();
  const history = page.getByRole("heading", { name: "What was decided" }).locator("xpath=..");
  await expect(history).toContainText("tester: rejected sig-windows");
  await expect(history).toContainText("tester: applied sig-docs");
});

/** Imports a text into the demo that the tests' server serves, as the author does. */
function importNotes(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "kepline-"));
  const file = join(folder, "notebook.md");
  writeFileSync(file, text);
  const program = process.env.KEPLINE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? "../target", "debug/kepline");
  execFileSync(program, ["import", file, "--database", "sqlite://../target/end2end/kepline-demo.db"]);
  rmSync(folder, { recursive: true });
}
