// What several journeys do on a page.
import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "./fixtures";
import { permalinks } from "./http";

/** Whether this run has JavaScript. */
export const scripts = () => test.info().project.use.javaScriptEnabled !== false;

/** Opens a path and waits until the page does all that it can. */
export async function open(page: Page, path: string) {
  const response = await page.goto(path);
  await enhanced(page);
  return response!;
}

/** Waits for JavaScript, where there is some. */
export async function enhanced(page: Page) {
  if (scripts()) await expect(page.locator("html[data-enhanced]")).toBeAttached();
}

/** Goes a step back or forward. Playwright waits for a page to load, which one from the browser's cache of pages never does. */
export async function go(page: Page, step: "back" | "forward") {
  const take = () => (step === "back" ? page.goBack : page.goForward).call(page, { waitUntil: "commit" });
  // While the page before is swapped for this one, the browser has no history to ask for: no step was taken then.
  await take().catch((error: Error) => {
    if (!error.message.includes("Not attached to an active page")) throw error;
    return page.waitForLoadState("load").then(take);
  });
}

/** Opens the entry of a day on its own page. */
export async function openEntry(page: Page, day: string) {
  return open(page, (await permalinks(day)).entry);
}

/** The path and query that the page is at. */
export const at = (page: Page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

export async function expectAt(page: Page, path: string) {
  await expect.poll(() => at(page)).toBe(path);
}

export const facet = (page: Page, name: string) => page.getByRole("group", { name, exact: true });

/** The box of a facet's value, brought to light where it is among the further ones. */
export async function box(page: Page, name: string, value: string): Promise<Locator> {
  const group = facet(page, name);
  const box = group.getByRole("checkbox", { name: value, exact: true });
  const more = group.locator("details:not([open])", { has: page.locator("label", { hasText: value }) });
  if (!(await box.isVisible()) && (await more.count()) > 0) await more.locator("summary").click();
  return box;
}

/** Ticks a value: that is all with JavaScript, the form's button does it without. */
export async function tick(page: Page, name: string, value: string) {
  await enhanced(page);
  const before = page.url();
  await (await box(page, name, value)).click();
  if (!scripts()) await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => page.url()).not.toBe(before);
}

/** The number that a facet shows with a value. */
export async function count(page: Page, name: string, value: string) {
  const group = facet(page, name);
  const row = group.locator("li", { has: page.getByRole("checkbox", { name: value, exact: true, includeHidden: true }) });
  return Number(await row.locator(".facet-count").first().textContent());
}

/** How many notes and entries the list says that it has. */
export async function found(page: Page) {
  const count = (await page.locator(".list-count").textContent()) ?? "";
  const [, notes, entries] = /^(\d+) notes?(?: in (\d+) entr(?:y|ies))?$/.exec(count.trim()) ?? [];
  expect(notes, `a number of notes in "${count}"`).toBeDefined();
  return { notes: Number(notes), entries: Number(entries ?? 1) };
}

/** The days of the entries on the page, in their order; null for one without. */
export const shownDays = (page: Page) =>
  page.locator(".entry").evaluateAll((all) => all.map((entry) => entry.querySelector("time")?.getAttribute("datetime") ?? null));

/** The tags of each note on the page, by their labels. */
export const shownTags = (page: Page) =>
  page.locator(".note").evaluateAll((all) => all.map((note) => [...note.querySelectorAll(".tag")].map((tag) => (tag as HTMLElement).innerText.trim())));

/** How many notes stand on the page. */
export const shownNotes = (page: Page) => page.locator(".note").count();
