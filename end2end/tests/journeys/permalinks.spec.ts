// What people send to each other: entries, notes, days.
import * as demo from "../support/demo";
import { expect, test } from "../support/fixtures";
import { permalinks } from "../support/http";
import { at, expectAt, found, open, openEntry, shownDays, shownNotes } from "../support/page";

test("the day of an entry leads to the entry, its # to the note", async ({ page }) => {
  await open(page, "/2023/02/14");
  await page.getByRole("link", { name: "14 February 2023 (Tue)", exact: true }).click();
  await expect(page).toHaveURL(/\/e\/[0-9a-z]+$/);
  const entry = at(page);
  await expect(page).toHaveTitle("14 February 2023 (Tue) — Kepline demo — Kepline");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("14 February 2023 (Tue)");
  await expect(page.locator(".provenance").first()).toContainText("Kepline demo by Kepline");
  await expect(page.locator(".provenance").first()).toContainText("Licence: Apache-2.0");
  expect(await shownNotes(page)).toBe(3);

  await page.locator(".note", { hasText: "User namespaces" }).getByRole("link", { name: "Permalink" }).click();
  await expect(page).toHaveURL(new RegExp(`${entry}/[0-9a-z]+$`));
  const note = page.locator(".notes > .note").first();
  await expect(page).toHaveTitle(/^User namespaces moved to idmapped mounts.* — 14 Feb 2023 — Kepline$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^User namespaces moved to idmapped mounts/);
  await expect(note).toContainText("User namespaces moved to idmapped mounts");
  // The other notes of the day open in place.
  const others = page.locator(".other-notes .note");
  await expect(others.first()).toBeHidden();
  const place = await note.boundingBox();
  await page.getByText("2 more notes of this entry").click();
  await expect(others).toHaveCount(2);
  await expect(others.first()).toBeVisible();
  expect(await note.boundingBox()).toEqual(place);
  await page.getByRole("link", { name: "14 February 2023 (Tue)", exact: true }).click();
  await expectAt(page, entry);
  expect(await shownNotes(page)).toBe(3);
});

test("a note under a wrong entry is led to its own", async ({ page }) => {
  const right = await permalinks("2023-02-14");
  const wrong = await permalinks("2023-03-14");
  const note = right.notes[1]!;
  await page.goto(wrong.entry + note.slice(note.lastIndexOf("/")));
  await expectAt(page, note);
  await expect(page.locator(".note").first()).toContainText("User namespaces");
});

test("what a chat added to an address is taken off, and an unknown note leads to its entry", async ({ page }) => {
  const { entry, notes } = await permalinks("2023-02-14");
  for (const added of [")", ">", "。", "、", ",", ".", '"', "%E3%80%82"]) {
    await page.goto(notes[1]! + added);
    await expectAt(page, notes[1]!);
  }
  await page.goto("/keps/753)");
  await expectAt(page, "/keps/753");
  const response = await open(page, `${entry}/00000000`);
  expect(response.status()).toBe(404);
  await page.getByRole("link", { name: "Go to the entry" }).click();
  await expectAt(page, entry);
});

test("entries lead to their neighbours in the notebook", async ({ page }) => {
  const earlier = page.getByRole("link", { name: /^Earlier entry/ });
  const later = page.getByRole("link", { name: /^Later entry/ });
  await openEntry(page, "2023-03-14");
  await earlier.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("14 February 2023 (Tue)");
  await earlier.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Undated/);
  await expect(earlier).toHaveCount(0);
  await later.click();
  await expect(later).toContainText("2023-03-14");
  await openEntry(page, demo.days().at(-1)!);
  await expect(later).toHaveCount(0);
  await expect(earlier).toContainText("2026-06-18");
});

test("the archives of a year, a month and a day list their entries", async ({ page }) => {
  for (const [path, title, period] of [
    ["/2023/02", "February 2023", "2023-02"],
    ["/2023/02/14", "14 February 2023 (Tue)", "2023-02-14"],
    ["/2024", "2024", "2024"],
  ] as const) {
    const response = await open(page, path);
    expect(response.status(), path).toBe(200);
    expect(at(page)).toBe(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    expect(await shownDays(page), path).toEqual(demo.days(period).reverse());
    const inPeriod = demo.entries.filter(({ day }) => day?.startsWith(period));
    expect((await found(page)).notes, path).toBe(inPeriod.reduce((sum, { notes }) => sum + notes, 0));
  }
});

test("an archive lists the entries too of which only the date is left", async ({ page }) => {
  await open(page, "/2023");
  expect(await shownDays(page)).toEqual(demo.days("2023").reverse());
  await open(page, `/${demo.lostDay.replaceAll("-", "/")}`);
  await expect(page.getByRole("article")).toContainText("its body is lost");
});

test("an unknown address is not found, with a way out", async ({ page }) => {
  for (const path of ["/e/zzzzzzzz", "/e/zzzzzzzz/yyyyyyyy", "/no-such-page", "/2023/13"]) {
    const response = await open(page, path);
    expect(response.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");
    await page.getByRole("main").getByRole("link").click();
    await expectAt(page, "/");
    await expect(page.getByRole("article").first()).toBeVisible();
  }
});
