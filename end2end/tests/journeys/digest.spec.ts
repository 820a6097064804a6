// What a month brought: the notes, what moved of what they cite, and what comes next.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, open } from "../support/page";

test("a month leads to its digest, which leads to the notes and to what moved", { tag: "@both" }, async ({ page }) => {
  await open(page, "/2023/10");
  await page.getByRole("link", { name: "Digest of October 2023" }).click();
  await expectAt(page, "/digest/2023-10");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Digest of October 2023");
  const notes = page.getByRole("region", { name: /^Notes/ });
  await expect(notes.getByRole("heading", { level: 3 }).first()).toContainText("October 2023");
  const moves = page.getByRole("region", { name: /^What moved/ });
  await expect(moves.getByRole("listitem").first().locator("time")).toHaveAttribute("datetime", /^2023-10-/);
  await expect(page.getByRole("region", { name: "Next: Kubernetes 1.29" })).toContainText("13 Dec 2023");
  await expectNoViolations(page);

  await page.getByRole("link", { name: /Later/ }).click();
  await expectAt(page, "/digest/2023-11");
  await page.getByRole("link", { name: "Digests", exact: true }).first().click();
  await expectAt(page, "/digest");
  await expectNoViolations(page);
  await page.getByRole("region", { name: "Release cycles" }).getByRole("link", { name: "The 1.29 cycle" }).click();
  await expectAt(page, "/digest/1.29");
  await expect(page.getByRole("heading", { name: "What the notes of its cycle expected of it" })).toBeVisible();
  await expectNoViolations(page);
});

test("a digest is as wide as a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/digest", "/digest/2023-10", "/digest/1.29", "/digest/2026-W01"]) {
    await open(page, path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(390);
  }
});

test("what is no period says so and leads to those that there are", async ({ page }) => {
  const response = await page.goto("/digest/2026-W54");
  expect(response!.status()).toBe(404);
  await expect(page.getByRole("main")).toContainText("2026 has weeks 1 to 53");
  await page.getByRole("link", { name: "All digests" }).click();
  await expectAt(page, "/digest");
});
