// Language and colours: chosen once, used everywhere.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { elements } from "../support/http";
import { expectAt, open, scripts } from "../support/page";

const theme = (name: string) => ({ name: "kepline_theme", value: name });

/** How bright the page behind the text is, from 0 to 255. */
const brightness = (page: Page) =>
  page.evaluate(() => {
    const painted = [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor);
    const canvas = new OffscreenCanvas(1, 1).getContext("2d")!;
    for (const colour of painted) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
  });

test.describe("a browser that prefers Japanese", () => {
  test.use({ locale: "ja-JP" });

  test("gets the pages in Japanese and the notes as they are", async ({ page }) => {
    await open(page, "/2023/02/14");
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("2023年2月14日(火)");
    await expect(page.locator("[lang=en].note-body")).toContainText("User namespaces moved");
    await expect(page.getByRole("group", { name: "年・月" })).toBeVisible();
  });
});

test("the language changes on the same page and stays on the next", async ({ page }) => {
  await open(page, "/?sig=node");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "日本語" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await expectAt(page, "/?sig=node");
  await expect(page.getByRole("button", { name: "日本語" })).toHaveAttribute("aria-pressed", "true");

  await page.locator(".permalink").first().click();
  await expect(page).toHaveURL(/\/e\/\w+\/\w+$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveURL(/\/e\/\w+\/\w+$/);
});

test("the theme changes on the same page, and the next is served in it", { tag: "@both" }, async ({ page, context }) => {
  const html = page.locator("html");
  await open(page, "/?sig=node");
  await expect(html).not.toHaveAttribute("data-theme");
  expect(await brightness(page)).toBeGreaterThan(200);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await page.getByRole("button", { name: "Dark" }).click();
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expectAt(page, "/?sig=node");
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "System" })).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => brightness(page)).toBeLessThan(80);
  expect(await page.evaluate(() => "sameDocument" in window), "the document was kept").toBe(scripts());
  await expect.poll(() => context.cookies()).toContainEqual(expect.objectContaining(theme("dark")));

  // Nothing flashes: the colours are in the page as it is served.
  const served = await (await page.request.get("/2023/02/14")).text();
  expect(elements(served, "html")[0]).toMatchObject({ "data-theme": "dark" });
  await open(page, "/2023/02/14");
  await expect(html).toHaveAttribute("data-theme", "dark");

  await page.getByRole("button", { name: "System" }).click();
  await expect(html).not.toHaveAttribute("data-theme");
  await expect.poll(() => context.cookies()).toContainEqual(expect.objectContaining(theme("system")));
  await expect.poll(() => brightness(page)).toBeGreaterThan(200);
});

test.describe("a system with dark colours", () => {
  test.use({ colorScheme: "dark" });

  test("gets a dark page, and a light one where that is chosen", async ({ page }) => {
    await open(page, "/2023/02/14");
    expect(await brightness(page)).toBeLessThan(80);
    await page.getByRole("button", { name: "Light" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    await expect.poll(() => brightness(page)).toBeGreaterThan(200);
  });
});
