// Notes that want to run something: they are text, with JavaScript on, for readers and for curators.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { collectAlarms, findHarm } from "../support/alarms";
import { signIn } from "../support/curator";
import { expect } from "../support/fixtures";
import { program, test } from "../support/own-server";
import { enhanced, open } from "../support/page";

const folder = fileURLToPath(new URL("../../../tools/faults/hostile/", import.meta.url));
const files = readdirSync(folder).map((name) => folder + name);

/** The entries, the notes and the cards in the hostile notebooks, by the API. */
async function addresses(page: Page) {
  const { items } = (await (await page.request.get("/api/v1/entries?in=2023-10")).json()) as {
    items: { url: string; notes: { url: string }[] }[];
  };
  const path = (url: string) => new URL(url).pathname;
  const entries = items.map(({ url }) => path(url));
  const notes = items.flatMap(({ notes }) => notes.map(({ url }) => path(url)));
  expect(entries.length, "an entry of each file").toBeGreaterThanOrEqual(files.length);
  return { entries, notes };
}

test.beforeEach(({ database }) => {
  execFileSync(program(), ["import", ...files, "--database", database]);
});

test("nothing in a note runs, whoever reads it and wherever", { tag: "@hydrated" }, async ({ page, baseURL }) => {
  const alarms = await collectAlarms(page, baseURL!);
  const { entries, notes } = await addresses(page);
  const lists = ["/2023/10", "/?in=2023-10&order=asc", "/?q=alert", "/?q=script&order=relevance", "/keps/753", "/status"];
  for (const path of [...lists, ...entries, ...notes]) {
    await open(page, path);
    expect.soft(await findHarm(page), path).toEqual([]);
  }
  // A curator sees forms with the words of notes in them.
  await signIn(page, entries[0]!);
  for (const path of [...entries, "/review", "/review?kind=references"]) {
    await open(page, path);
    expect.soft(await findHarm(page), path).toEqual([]);
  }
  expect(alarms).toEqual([]);
});

test("a reader who points at, opens and follows all of it is safe", { tag: "@hydrated" }, async ({ page, baseURL }) => {
  const alarms = await collectAlarms(page, baseURL!);
  const { entries } = await addresses(page);
  for (const path of entries) {
    await open(page, path);
    for (const element of await page.locator(".note b, .note kbd, .note sub, .note code, .note p").all()) await element.hover({ force: true });
    // Every link of a note leads to a page of the web or of the site.
    for (const href of await page.locator(".note a").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))) {
      expect.soft(href, path).toMatch(/^https?:\/\//);
    }
    await page.locator("form[data-search] input[type=search]").fill("<img src=x onerror=alert(1)>");
  }
  expect(alarms).toEqual([]);
});

test("the same notes change in place without running", { tag: "@hydrated" }, async ({ page, baseURL }) => {
  const alarms = await collectAlarms(page, baseURL!);
  await open(page, "/?notebook=hostile-drawings");
  await page.locator("form[data-search] input[type=search]").fill("alert");
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("alert");
  await enhanced(page);
  await expect(page.locator("mark").first()).toBeVisible();
  expect(await findHarm(page)).toEqual([]);
  expect(alarms).toEqual([]);
});

test.describe("what these tests look for", () => {
  test.use({ expectedErrors: [/Content Security Policy|a real error/] });

  test("is seen where it happens", { tag: "@hydrated" }, async ({ page, baseURL }) => {
    const alarms = await collectAlarms(page, baseURL!);
    await open(page, "/2023/10");
    await page.evaluate(() => {
      document.querySelector(".note")!.insertAdjacentHTML("beforeend", "<img src='https://evil.example/x' onerror='alert(1)'><a href='javascript:alert(1)'>x</a>");
      setTimeout(() => alert("a real one"));
      setTimeout(() => void Promise.reject(new Error("a real error")));
    });
    expect(await findHarm(page)).toHaveLength(3);
    for (const kind of ["a dialog: a real one", "an error: a real error", "a violation: img-src", "a violation: script-src-attr"]) {
      await expect.poll(() => alarms.some((alarm) => alarm.startsWith(kind)), kind).toBe(true);
    }
  });
});
