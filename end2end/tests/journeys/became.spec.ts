// What became of what a note cites: named next to the chip, explained when it is opened, gathered on pages and lists.
import { expect, test } from "../support/fixtures";
import { go, open, openEntry } from "../support/page";

test("a chip leads to the KEP's page, and back leads to the note", async ({ page }) => {
  await openEntry(page, "2023-02-14");
  const from = page.url();
  await page.locator(".chip").getByText("KEP-753", { exact: true }).first().click();
  await expect(page).toHaveURL(/\/keps\/753$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("KEP-753");
  await go(page, "back");
  await expect(page).toHaveURL(from);
  await expect(page.locator(".chip").getByText("KEP-753", { exact: true }).first()).toBeVisible();
});

test("what has moved is named in a few words that open the whole story", { tag: "@both" }, async ({ page }) => {
  await openEntry(page, "2023-02-14");
  const chip = page.locator(".chip", { hasText: "KEP-753" }).first();
  const state = chip.locator("xpath=following-sibling::button[1]");
  await expect(state).toHaveText("↷ alpha 1.28 · stable 1.33");
  const story = page.locator(".story:popover-open");
  await expect(story).toHaveCount(0);
  await state.click();
  await expect(story).toHaveCount(1);
  await expect(story).toContainText("On 14 Feb 2023: planned alpha 1.27 (kep.yaml of 2023-02-09)");
  await expect(story).toContainText("Stable in 1.33 (23 Apr 2025)");
  await expect(story).toContainText("1 release late, alpha 1.28 (planned 1.27)");
  await story.getByRole("link", { name: "KEP-753" }).click();
  await expect(page).toHaveURL(/\/keps\/753$/);
});

test("the story closes by Escape and by a look elsewhere", { tag: "@both" }, async ({ page }) => {
  await openEntry(page, "2023-02-14");
  const state = page.locator(".state").first();
  const story = page.locator(".story:popover-open");
  await state.click();
  await expect(story).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(story).toHaveCount(0);
  await state.focus();
  await page.keyboard.press("Enter");
  await expect(story).toHaveCount(1);
  await page.mouse.click(2, 2);
  await expect(story).toHaveCount(0);
});

test("the home page says how much has moved and leads there", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: /KEPs in these notes (has|have) moved since/ }).click();
  await expect(page).toHaveURL(/\/keps\?changed=1$/);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(/Cited in the notes/);
  await expect(page.locator(".kep-cell-notes").first()).toContainText("note");
});

test("in the order of moves each entry shows the move that it is sorted by", async ({ page }) => {
  await open(page, "/?changed=1&order=moved");
  const moved = page.locator(".moved-day");
  const days = await moved.locator(".day-date").evaluateAll((days) => days.map((day) => day.getAttribute("datetime")!));
  expect(days.length).toBeGreaterThan(1);
  expect(days).toEqual([...days].sort().reverse());
  await expect(moved.first().locator(".day-move")).not.toBeEmpty();
  await expect(moved.first().locator(".day-noted")).toHaveText(/^noted \d+ \w+ \d{4}$/);
  const notes = page.locator(".note");
  for (const note of await notes.all()) await expect(note.locator(".state[data-changed]")).not.toHaveCount(0);
  await moved.first().click();
  await expect(page).toHaveURL(/\/e\//);
});

test("the footer says how old the states are", async ({ page }) => {
  await open(page, "/");
  const age = page.getByRole("contentinfo").getByRole("link", { name: /KEP data as of 2026-07-24/ });
  await age.click();
  await expect(page).toHaveURL(/\/status$/);
});

test("releases stand between the entries of their days", async ({ page }) => {
  await open(page, "/?in=2023-04&in=2023-03&order=asc");
  const marks = page.getByRole("list", { name: "Kubernetes releases" });
  await expect(marks.getByRole("link", { name: "v1.27 released" })).toHaveAttribute("href", "/versions/1.27");
});

test("a story is as high as its lines and keeps off the edges of a phone", { tag: "@both" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openEntry(page, "2023-02-14");
  for (const opener of [page.locator(".state").first(), page.getByRole("button", { name: "Why these tags?" }).first()]) {
    await opener.click();
    const story = page.locator(".story:popover-open");
    // WebKit spreads the rows of a story over the greatest height that it may have, unless they are kept together.
    await expect(story).toHaveCSS("align-content", "start");
    const { left, right, free } = await story.evaluate((story) => {
      const { left, right, bottom } = story.getBoundingClientRect();
      const { paddingBottom, borderBottomWidth } = getComputedStyle(story);
      const last = story.lastElementChild!.getBoundingClientRect();
      const free = bottom - last.bottom - Number.parseFloat(paddingBottom) - Number.parseFloat(borderBottomWidth);
      return { left, right: innerWidth - right, free };
    });
    expect(Math.abs(free)).toBeLessThan(2);
    expect(left).toBeGreaterThan(0);
    expect(right).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
  }
});
