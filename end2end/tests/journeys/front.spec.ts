// The first screen: what this is, what happened since, and the first note.
import type { Page } from "@playwright/test";
import { expect, expectNoViolations, test } from "../support/fixtures";
import { permalinks } from "../support/http";
import { expectAt, open } from "../support/page";

const band = (page: Page) => page.getByRole("region", { name: "What happened since these notes" });

test("the latest moves lead to the notes, and their count to what it counts", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  const moves = band(page).getByRole("listitem");
  await expect(moves).toHaveCount(3);
  const days = await moves.locator("time").evaluateAll((all) => all.map((time) => time.getAttribute("datetime")!));
  expect(days).toEqual([...days].sort().reverse());
  const kep = (await moves.first().locator("b").textContent())!;
  await moves.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/e\/\w+\/\w+$/);
  await expect(page.getByRole("region", { name: "What happened next" })).toContainText(kep);
});

test("other lists have no band", async ({ page }) => {
  for (const path of ["/?sig=node", "/?order=asc", "/2023"]) {
    await open(page, path);
    await expect(band(page)).toHaveCount(0);
  }
});

for (const [width, height] of [[390, 844], [1440, 900]] as const) {
  for (const locale of ["en-US", "ja-JP"]) {
    test.describe(`${width} by ${height}, ${locale}`, () => {
      test.use({ viewport: { width, height }, locale });

      test("the first move and the first note are on the first screen", async ({ page }) => {
        await open(page, "/");
        const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y;
        expect(await top(".latest-moves li")).toBeLessThan(300);
        expect(await top(".note")).toBeLessThan(height - 40);
      });
    });
  }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("header and tools take a row each; search, order, time and colours open", { tag: "@both" }, async ({ page }) => {
    await open(page, "/?sig=node");
    const middles = async (selectors: string[]) =>
      Promise.all(
        selectors.map(async (selector) => {
          const box = (await page.locator(selector).first().boundingBox())!;
          return Math.round((box.y + box.height / 2) / 8);
        }),
      );
    expect(new Set(await middles([".brand", ".sections", ".search-link", ".preferences-open"])).size).toBe(1);
    expect(new Set(await middles([".filters-open", ".order-open", ".active-filter"])).size).toBe(1);

    const oldest = page.getByRole("link", { name: "Oldest first" });
    await expect(oldest).toBeHidden();
    await page.getByRole("button", { name: /^Order: Newest first/ }).click();
    await expectNoViolations(page);
    await oldest.click();
    await expectAt(page, "/?sig=node&order=asc");

    await page.getByRole("button", { name: "Notes over time" }).click();
    await expect(page.getByRole("navigation", { name: "Notes per month" })).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Language and theme" }).click();
    await page.getByRole("button", { name: "日本語" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  });

  test("the search comes to light when it is looked for", { tag: "@both" }, async ({ page }) => {
    await open(page, "/");
    const height = async () => (await page.locator(".search-large").boundingBox())!.height;
    expect(await height()).toBeLessThan(10);
    await page.getByRole("link", { name: "Search", exact: true }).click();
    expect(await height()).toBeGreaterThan(40);
    await page.locator("#q").fill("sidecar");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=sidecar/);
    expect(await height()).toBeGreaterThan(40);
  });

  test("nothing moves when the script arrives", { tag: "@hydrated" }, async ({ page }) => {
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: "layout-shift", buffered: true });
    });
    const { entry, notes } = await permalinks("2023-02-14");
    for (const path of [notes[1]!, entry, "/", "/?sig=node"]) {
      await open(page, path);
      await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
      expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts), path).toEqual([]);
    }
  });
});
