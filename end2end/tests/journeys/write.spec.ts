// Notes that are written in the browser.
import type { Page } from "@playwright/test";
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";
import { at, enhanced, expectAt, open, scripts } from "../support/page";

/** Begins a notebook that lives in Kepline; leads to the form in which it is written. */
async function begin(page: Page) {
  await signIn(page, "/write");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Begin a notebook");
  await expectNoViolations(page);
  await page.getByLabel("Title", { exact: true }).fill("Diary");
  await page.getByRole("radio", { name: /the notes are mine/ }).check();
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Write notes");
  await enhanced(page);
}

const words = (page: Page) => page.locator("textarea");
const preview = (page: Page) => page.locator("#preview");
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();

/** Writes and saves; leads to the entry. */
async function write(page: Page, markdown: string) {
  await words(page).fill(markdown);
  await save(page);
  await expect(page.locator(".note:target")).toBeVisible();
  await enhanced(page);
}

/** Opens the form of the note that was written last. */
async function edit(page: Page) {
  await page.locator(".note:target").getByRole("link", { name: "Edit" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Edit a note");
  await enhanced(page);
}

/** Saves a note as another curator does meanwhile. */
async function saveElsewhere(page: Page, markdown: string) {
  const { origin, pathname } = new URL(page.url());
  const seen = await page.locator("form[data-writing] input[name=seen]").inputValue();
  const date = await page.getByLabel("Day", { exact: true }).inputValue();
  const form = { action: "save", seen, date, markdown };
  const answer = await page.request.post(pathname, { form, headers: { origin, accept: "*/*" } });
  expect(answer.status()).toBe(201);
}

test("notes are written, with a look at them before", { tag: "@both" }, async ({ page }) => {
  await begin(page);
  await words(page).fill("- SIG Node on kubernetes/enhancent#753 in 1.29\n- <script>alert(1)</script>");
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await expect(preview(page).locator(".note")).toHaveCount(2);
  await expect(preview(page).locator(".chip").first()).toHaveAttribute("href", "/keps/753");
  await expect(preview(page)).toContainText("Read as:");
  await expect(preview(page).locator(".tag")).toHaveText(["SIG Node", "v1.29"]);
  await expectNoViolations(page);
  await save(page);
  const note = page.locator(".note:target");
  await expect(note).toContainText("SIG Node on kubernetes/enhancent#753");
  await expect(page.locator(".note")).toHaveCount(2);
  await expect(page.locator(".note").nth(1)).toContainText("<script>alert(1)</script>");
});

test("a note is edited, withdrawn and brought back", { tag: "@both" }, async ({ page }) => {
  await begin(page);
  await write(page, "the first thought on KEP-753");
  await edit(page);
  await expectNoViolations(page);
  await words(page).fill("the second thought on KEP-753");
  await page.getByLabel("Day", { exact: true }).fill("2024-01-31");
  await save(page);
  await expect(page.locator(".note:target")).toContainText("the second thought");
  await expect(page.locator(".day time")).toHaveAttribute("datetime", "2024-01-31");
  await edit(page);
  await page.getByText("Withdraw…").click();
  await page.getByRole("button", { name: "Withdraw this note" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This note is withdrawn");
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Bring back" }).click();
  await expect(page.locator(".note:target")).toContainText("the second thought");
  await page.getByRole("link", { name: "Earlier words" }).click();
  await expect(page.locator(".step")).toContainText([/brought back.*by tester/, /withdrawn.*by tester/, /edited.*by tester/]);
  await expect(page.locator(".diff del")).toContainText(["first"]);
});

test("who comes second is shown both", { tag: "@both" }, async ({ page }) => {
  await begin(page);
  await write(page, "one plan for 1.29");
  await edit(page);
  await saveElsewhere(page, "one plan for 1.30");
  await words(page).fill("another plan for 1.29");
  await save(page);
  await expect(page.getByRole("heading", { name: "Somebody else has changed this note meanwhile" })).toBeVisible();
  await expect(page.locator(".conflict .diff del").first()).toContainText("one");
  await expect(words(page)).toHaveValue("another plan for 1.29");
  await expectNoViolations(page);
  await words(page).fill("another plan for 1.30");
  await save(page);
  await expect(page.locator(".note:target")).toContainText("another plan for 1.30");
});

test("a session that is over keeps the words", { tag: "@both" }, async ({ page }) => {
  await begin(page);
  await words(page).fill("long words");
  const { origin } = new URL(page.url());
  await page.request.post("/sign-out", { headers: { origin } });
  await save(page);
  const way = page.getByRole("link", { name: /Sign in in another tab/ });
  await expect(way).toHaveAttribute("target", "_blank");
  await expect(words(page)).toHaveValue("long words");
  await page.request.post("/sign-in", { form: { name: "tester", password: "for the tests alone" }, maxRedirects: 0 });
  await save(page);
  await expect(page.locator(".note:target")).toContainText("long words");
});

test("the form fits a phone", { tag: "@both" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await begin(page);
  await words(page).fill("- SIG Node on k/k#115138\n- `a-very-long-word-of-code-that-does-not-fit-into-the-line-of-a-phone-at-all`");
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await expect(preview(page).locator(".note")).toHaveCount(2);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
  await expectNoViolations(page);
});

test("w leads to the form, and what is shared fills it in", { tag: "@hydrated" }, async ({ page }) => {
  await begin(page);
  await open(page, "/");
  await page.keyboard.press("w");
  await expectAt(page, "/write");
  await open(page, "/write?title=Sidecars&url=https%3A%2F%2Fgithub.com%2Fkubernetes%2Fkubernetes%2Fpull%2F115138");
  await expect(words(page)).toHaveValue("- Sidecars https://github.com/kubernetes/kubernetes/pull/115138");
  await expect(preview(page).locator(".note")).toHaveCount(1);
});

test("the preview follows, and stays where the server cannot be reached", { tag: "@hydrated" }, async ({ page, context }) => {
  await begin(page);
  await words(page).pressSequentially("KEP-753 in 1.29");
  await expect(preview(page).locator(".chip")).toHaveCount(1);
  await context.setOffline(true);
  await words(page).pressSequentially(" and k/k#115138");
  await page.waitForTimeout(1500);
  await expect(preview(page).locator(".chip")).toHaveCount(1);
  await context.setOffline(false);
  await words(page).pressSequentially(", at last");
  await expect(preview(page).locator("a.chip")).toHaveCount(2);
});

test("a draft outlives its tab", { tag: "@hydrated" }, async ({ page, context }) => {
  await begin(page);
  await words(page).fill("what I was about to say");
  await preview(page).locator(".note").waitFor();
  await page.close();
  const next = await context.newPage();
  await open(next, "/write");
  await expect(words(next)).toHaveValue("what I was about to say");
  const line = next.getByText(/^Draft of \d\d:\d\d restored/);
  await expect(line).toBeVisible();
  await expectNoViolations(next);
  await next.getByRole("button", { name: "Discard" }).click();
  await expect(words(next)).toHaveValue("");
  await expect(line).toBeHidden();
  await open(next, "/write");
  await expect(words(next)).toHaveValue("");
  await write(next, "what I say");
  await open(next, "/write");
  await expect(words(next), "what is saved is no draft").toHaveValue("");
});

test("what cannot be saved is kept and tried again", { tag: "@hydrated" }, async ({ page, context }) => {
  await begin(page);
  await words(page).fill("written in a tunnel");
  await context.setOffline(true);
  await save(page);
  await expect(page.getByRole("alert").filter({ hasText: "the server cannot be reached" })).toBeVisible();
  await expect(words(page)).toHaveValue("written in a tunnel");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".note:target")).toContainText("written in a tunnel");
});

test("nothing happens while an input method composes", { tag: "@hydrated" }, async ({ page }) => {
  await begin(page);
  let requests = 0;
  page.on("request", (request) => (requests += Number(request.method() === "POST")));
  const field = words(page);
  await field.focus();
  await field.dispatchEvent("compositionstart");
  await field.evaluate((field: HTMLTextAreaElement) => {
    field.value = "ていし";
    field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
    const key = { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", { ...key, isComposing: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { ...key, keyCode: 229 } as KeyboardEventInit));
  });
  await page.waitForTimeout(1500);
  expect(requests).toBe(0);
  expect(at(page)).toContain("/write");
  await field.evaluate((field: HTMLTextAreaElement) => (field.value = "停止"));
  await field.dispatchEvent("compositionend");
  await expect(preview(page)).toContainText("停止");
  await expect(field).toHaveValue("停止");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".note:target")).toContainText("停止");
});

test("who leaves with words that are not saved is asked", { tag: "@hydrated" }, async ({ page }) => {
  await begin(page);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await open(page, "/write");
  await open(page, "/keps");
  expect(dialogs).toEqual([]);
  await open(page, "/write");
  await words(page).pressSequentially("unsaved");
  await open(page, "/keps");
  expect(dialogs).toEqual(["beforeunload"]);
});

test("without scripts a preview is a page", async ({ page }) => {
  test.skip(scripts());
  await begin(page);
  await words(page).fill("KEP-753");
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await expectAt(page, "/write");
  const [shown, form] = await Promise.all([preview(page).boundingBox(), words(page).boundingBox()]);
  expect(shown!.y, "what the notes will be comes first").toBeLessThan(form!.y);
});
