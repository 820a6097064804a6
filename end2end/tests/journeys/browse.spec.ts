// Reading through the timeline from one end to the other.
import * as demo from "../support/demo";
import { expect, test } from "../support/fixtures";
import { at, expectAt, found, open, openEntry, shownDays } from "../support/page";

const newestFirst = demo.entries.map(({ day }) => day).reverse();

test("the timeline opens with the newest entry, every note under its day", async ({ page }) => {
  const response = await open(page, "/");
  expect(response.status()).toBe(200);
  await expect(page).toHaveTitle("Kepline");
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notes on Kubernetes development that know what happened next");

  const days = await shownDays(page);
  expect(days.length).toBeGreaterThan(1);
  expect(days.length).toBeLessThan(newestFirst.length);
  expect(days).toEqual(newestFirst.slice(0, days.length));

  const newest = page.getByRole("article").first();
  await expect(newest.getByRole("heading", { level: 2 })).toHaveText("24 July 2026 (Fri)");
  await expect(newest).toContainText("1.37 の code freeze");
  const shown = await page.locator(".entry").evaluateAll((all) => all.map((entry) => entry.querySelectorAll(".note").length));
  expect(shown).toEqual(demo.entries.map(({ notes }) => notes).reverse().slice(0, days.length));
});

test("paging to the end and back loses no entry and repeats none", async ({ page }) => {
  const ids = () => page.locator(".entry").evaluateAll((all) => all.map((entry) => entry.id));
  const pager = page.getByRole("navigation", { name: "Pages" });
  const turn = async (label: string) => {
    const before = at(page);
    await pager.getByRole("link", { name: label }).click();
    await expect.poll(() => at(page)).not.toBe(before);
  };

  await page.goto("/");
  const promised = await found(page);
  await expect(pager.getByRole("link", { name: "Newer" })).toHaveCount(0);
  const there = [await ids()];
  const days = [await shownDays(page)];
  while ((await pager.getByRole("link", { name: "Older" }).count()) > 0) {
    await turn("Older");
    there.push(await ids());
    days.push(await shownDays(page));
  }
  expect(there.length).toBeGreaterThan(2);
  expect(new Set(there.flat()).size).toBe(there.flat().length);
  expect(days.flat()).toEqual(newestFirst);

  const back = [await ids()];
  while ((await pager.getByRole("link", { name: "Newer" }).count()) > 0) {
    await turn("Newer");
    back.unshift(await ids());
  }
  expect(back).toEqual(there);

  expect(promised.notes, "the number of notes that the page promises").toBe(demo.notes);
  expect(promised.entries, "the number of entries that the page promises").toBe(there.flat().length);
});

test("the oldest come first in ascending order", async ({ page }) => {
  await page.goto("/");
  const order = page.getByRole("navigation", { name: "Order" });
  await expect(order.getByRole("link", { name: "Newest first" })).toHaveAttribute("aria-current", "true");
  await order.getByRole("link", { name: "Oldest first" }).click();
  await expectAt(page, "/?order=asc");
  await expect(order.getByRole("link", { name: "Oldest first" })).toHaveAttribute("aria-current", "true");
  const first = await shownDays(page);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(page).toHaveURL(/order=asc&after=/);
  const second = await shownDays(page);
  const oldestFirst = demo.entries.map(({ day }) => day);
  expect([...first, ...second]).toEqual(oldestFirst.slice(0, first.length + second.length));
});

test("an entry without a date says so, with the day that it cannot be later than", async ({ page }) => {
  await page.goto("/?order=asc");
  const undated = page.getByRole("article").first();
  await expect(undated.getByRole("heading")).toHaveText("Undated, by 2023-02-14");
  await expect(undated.locator("time")).toHaveCount(0);
  await expect(undated.locator(".note")).toHaveCount(demo.entries[0]!.notes);
});

test("an entry of which only the date is left says so, in the list and by itself", async ({ page }) => {
  await page.goto("/?order=asc");
  const lost = page.getByRole("article").filter({ has: page.locator(`time[datetime="${demo.lostDay}"]`) });
  await expect(lost).toContainText("its body is lost");
  await expect(lost.locator(".note")).toHaveCount(0);

  await openEntry(page, demo.lostDay);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("4 May 2023 (Thu)");
  await expect(page.getByRole("article")).toContainText("its body is lost");
});
