// Narrowing the timeline down, widening it again, and never ending at a wall.
import * as demo from "../support/demo";
import { expect, test } from "../support/fixtures";
import { walk } from "../support/http";
import { box, count, enhanced, expectAt, facet, found, go, open, shownDays, shownNotes, shownTags, tick } from "../support/page";

test("a SIG from the panel leaves its notes alone", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  const promised = await count(page, "SIG", "SIG Network");
  await tick(page, "SIG", "SIG Network");

  await expectAt(page, "/?sig=network");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^SIG Network/);
  await expect(await box(page, "SIG", "SIG Network")).toBeChecked();
  expect((await found(page)).notes).toBe(promised);
  const tags = await shownTags(page);
  expect(tags).toHaveLength(promised);
  for (const note of tags) expect(note).toContain("SIG Network");
});

test("different kinds narrow, several of one kind widen", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await tick(page, "SIG", "SIG Node");
  const ofNode = await found(page);
  await tick(page, "Kubernetes version", "1.32");
  await expectAt(page, "/?sig=node&version=1.32");
  const both = await found(page);
  expect(both.notes).toBeGreaterThan(0);
  expect(both.notes).toBeLessThan(ofNode.notes);
  for (const note of await shownTags(page)) expect(note).toEqual(expect.arrayContaining(["SIG Node", "v1.32"]));
  const plan = page.locator(".note", { hasText: "SIG Node の計画を棚卸し" });
  await expect(plan).toHaveCount(0);

  await tick(page, "Kubernetes version", "1.28");
  await expectAt(page, "/?sig=node&version=1.28&version=1.32");
  expect((await found(page)).notes).toBeGreaterThan(both.notes);
  await expect(plan).toHaveCount(1);
  for (const note of await shownTags(page)) {
    expect(note).toContain("SIG Node");
    expect(note.some((tag) => tag === "v1.28" || tag === "v1.32")).toBe(true);
  }
});

test("a box that is ticked off widens the list again", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?sig=node&version=1.28");
  await tick(page, "SIG", "SIG Node");
  await expectAt(page, "/?version=1.28");
  await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
});

test("a SIG can be excluded", async ({ page }) => {
  await open(page, "/");
  const all = await found(page);
  const ofNode = await count(page, "SIG", "SIG Node");
  await facet(page, "SIG").getByRole("link", { name: "Exclude SIG Node" }).click();
  await expectAt(page, "/?exclude.sig=node");
  expect((await found(page)).notes).toBe(all.notes - ofNode);
  await expect(page.locator(".active-filter")).toHaveText(/^not SIG Node/);

  // Ticking something else keeps what is excluded.
  await tick(page, "Kubernetes version", "1.37");
  await expectAt(page, "/?exclude.sig=node&version=1.37");
  const tags = await shownTags(page);
  expect(tags.length).toBeGreaterThan(0);
  for (const note of tags) expect(note).not.toContain("SIG Node");
});

test("`none` finds the notes without a SIG", async ({ page }) => {
  await open(page, "/");
  const promised = await count(page, "SIG", "none");
  await tick(page, "SIG", "none");
  await expectAt(page, "/?sig=none");
  expect((await found(page)).notes).toBe(promised);
  await expect(page.locator(".note").first()).toBeVisible();
  await expect(page.locator('.note .tag[data-kind="sig"]')).toHaveCount(0);
  await expect(page.locator('.note .tag[data-kind="version"]')).not.toHaveCount(0);
});

test("a month leaves its days", async ({ page }) => {
  await open(page, "/");
  await tick(page, "Year and month", "July 2026");
  await expectAt(page, "/?in=2026-07");
  expect(await shownDays(page)).toEqual(demo.days("2026-07"));
  await tick(page, "Year and month", "June 2026");
  await expectAt(page, "/?in=2026-06&in=2026-07");
  expect(await shownDays(page)).toEqual([...demo.days("2026-06"), ...demo.days("2026-07")].reverse());
});

test("every active filter removes itself, and all go at once", async ({ page }) => {
  await open(page, "/?sig=node&version=1.28&order=asc");
  const active = page.getByRole("list", { name: "Active filters" });
  await expect(active.locator(".active-filter")).toHaveCount(2);
  await active.getByRole("link", { name: /^1\.28.*remove/ }).click();
  await expectAt(page, "/?sig=node&order=asc");
  await expect(active.getByRole("link", { name: "Clear all" })).toHaveCount(0);
  await active.getByRole("link", { name: /^SIG Node.*remove/ }).click();
  await expectAt(page, "/?order=asc");
  await expect(active).toHaveCount(0);

  await open(page, "/?sig=node&exclude.sig=apps&version=1.28");
  await active.getByRole("link", { name: "Clear all" }).click();
  await expectAt(page, "/");
  expect((await found(page)).notes).toBe(demo.notes);
});

test("a tag on a note filters by itself", async ({ page }) => {
  await open(page, "/2024/10/12");
  const note = page.locator(".note", { hasText: "withdrawn" });
  await note.getByRole("link", { name: "WG Device Management", exact: true }).click();
  await expectAt(page, "/?sig=wg-device-management");
  await expect(page.locator(".note", { hasText: "withdrawn" })).toHaveCount(1);

  await open(page, "/2024/10/12");
  await note.getByRole("link", { name: "v1.31", exact: true }).click();
  await expectAt(page, "/?version=1.31");
  for (const tags of await shownTags(page)) expect(tags).toContain("v1.31");
});

test("what a filter leaves out of an entry is a link away", async ({ page }) => {
  await open(page, "/?sig=scheduling");
  const entry = page.getByRole("article").filter({ has: page.locator('time[datetime="2024-10-12"]') });
  const shown = await entry.locator(".note").count();
  const link = entry.getByRole("link", { name: /more notes? of this entry/ });
  const more = Number.parseInt((await link.textContent())!, 10);
  expect(shown + more).toBe(demo.entries.find(({ day }) => day === "2024-10-12")!.notes);
  await link.click();
  await expect(page).toHaveURL(/\/e\/\w+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("12 October 2024 (Sat)");
  expect(await shownNotes(page)).toBe(shown + more);
});

test("the back button leads to the former list, at the former place", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  const tag = page.locator('.tag[data-kind="sig"]').last();
  await tag.scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => window.scrollY);
  expect(scrolled).toBeGreaterThan(1000);
  await tag.click();
  await expect(page).toHaveURL(/\?sig=/);
  await go(page, "back");
  await expectAt(page, "/");
  await expect.poll(async () => (await found(page)).notes).toBe(demo.notes);
  await expect.poll(async () => Math.abs((await page.evaluate(() => window.scrollY)) - scrolled)).toBeLessThan(50);
});

test("the back button takes a tick back, and the box knows it", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await tick(page, "SIG", "SIG Node");
  await expectAt(page, "/?sig=node");
  await go(page, "back");
  await expectAt(page, "/");
  await enhanced(page);
  await expect(await box(page, "SIG", "SIG Node")).not.toBeChecked();
  await tick(page, "SIG", "SIG CLI");
  await expectAt(page, "/?sig=cli");
});

test("an empty list names the filters to drop, and dropping one brings its notes", async ({ page }) => {
  await open(page, "/?sig=wg-lts&version=1.28&in=2024-02");
  await expect(page.getByText("No note matches all of these filters")).toBeVisible();
  expect((await found(page)).notes).toBe(0);
  const remedies = await page.locator(".empty li").evaluateAll((all) =>
    all.map((item) => ({
      label: (item as HTMLElement).innerText,
      href: item.querySelector("a")!.getAttribute("href")!,
    })),
  );
  expect(remedies.length).toBeGreaterThan(0);
  for (const { label, href } of remedies) {
    const promised = Number(/→\s*(\d+) note/.exec(label)?.[1]);
    expect(promised, `"${label}" brings notes`).toBeGreaterThan(0);
    expect((await walk(href)).notes, label).toHaveLength(promised);
  }
  await page.locator(".empty li a").first().click();
  await expect(page.locator(".note").first()).toBeVisible();
});

test("the form needs its button only without JavaScript", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  await expect(page.getByRole("button", { name: "Apply" })).toBeHidden();
});
