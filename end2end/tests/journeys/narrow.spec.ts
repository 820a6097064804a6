// On a phone.
import { expect, test } from "../support/fixtures";
import { permalinks } from "../support/http";
import { expectAt, open, tick } from "../support/page";

test.use({ viewport: { width: 390, height: 844 } });

test("the filters open by their button, close by it and by Escape", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  const filters = page.getByRole("form", { name: "Filters" });
  const opener = page.getByRole("button", { name: /^Filters/ });
  await expect(filters).toBeHidden();
  await opener.click();
  await expect(filters).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(filters).toBeHidden();
  await opener.click();
  await expect(filters).toBeVisible();
  await filters.getByRole("button", { name: "Close" }).click();
  await expect(filters).toBeHidden();
});

test("a filter can be set and is counted on the button", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await tick(page, "SIG", "SIG Node");
  await expectAt(page, "/?sig=node");
  await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible();
  await expect(page.getByRole("article").first()).toBeInViewport();
});

for (const width of [390, 320]) {
  test(`nothing is wider than a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    const code = (await permalinks("2023-08-16")).entry;
    const table = (await permalinks("2023-04-12")).entry;
    const undated = "/?order=asc";
    for (const path of ["/", undated, "/?sig=node&version=1.28&in=2023-02", code, table, "/no-such-page"]) {
      await page.goto(path);
      const { scrolls, screen } = await page.evaluate(() => ({ scrolls: document.scrollingElement!.scrollWidth, screen: innerWidth }));
      expect.soft(scrolls, path).toBeLessThanOrEqual(screen);
    }
    // What has to be wider scrolls by itself.
    await page.goto(code);
    const block = page.locator("pre").first();
    await expect(block).toBeInViewport();
    expect(await block.evaluate((pre) => [pre, ...pre.querySelectorAll("code")].some((it) => it.scrollWidth > it.clientWidth && getComputedStyle(it).overflowX === "auto"))).toBe(true);
  });
}
