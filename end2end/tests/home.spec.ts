import { expect, expectNoViolations, test } from "./support/fixtures";

test("the timeline answers, is named, and has one main landmark", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Kepline/);
  await expect(page.getByRole("main")).toHaveCount(1);
});

test("the timeline is accessible", async ({ page }) => {
  await page.goto("/");
  await expectNoViolations(page);
});
