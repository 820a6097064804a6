// A KEP, a list and a note as of an earlier day: by a form, and by the slider of the KEP.
//
// Of the demo's facts this assumes: KEP-753 was beta since 1.29 on 2024-01-01, is stable since 1.33, and its first
// file is of 2023-02-09 or earlier.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, open } from "../support/page";

test("a day in the form leads to the page as of that day, and back", { tag: "@both" }, async ({ page }) => {
  await open(page, "/keps/753");
  await page.getByLabel("As of").and(page.locator("input[type=date]")).fill("2024-01-01");
  await page.getByRole("button", { name: "Show" }).click();
  await expectAt(page, "/keps/753?as_of=2024-01-01");
  await expect(page.getByRole("complementary", { name: "As of an earlier day" })).toContainText("As of 2024-01-01.");
  await expect(page.getByRole("main")).toContainText("Beta in 1.29");
  await expectNoViolations(page);
  await page.getByRole("link", { name: "Back to today" }).click();
  await expectAt(page, "/keps/753");
  await expect(page.getByRole("main")).toContainText("Stable in 1.33");
});

test("the day goes along from a list to a KEP", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?kep=753&as_of=2024-01-01");
  await page.getByRole("navigation", { name: "Order" }).getByRole("link", { name: "Oldest first" }).click();
  await expectAt(page, "/?kep=753&order=asc&as_of=2024-01-01");
  await page.locator(".entry .permalink").first().click();
  await expect(page).toHaveURL(/\/e\/[^/]+\/[^/]+\?as_of=2024-01-01$/);
  await expect(page.getByText("As of 2024-01-01.")).toBeVisible();
});

test("a day without facts is refused with the range", async ({ page }) => {
  const response = await page.goto("/keps/753?as_of=2030-01-01");
  expect(response!.status()).toBe(400);
  await expect(page.getByRole("main")).toContainText("must be a day from 2014-06-06 to 2026-07-24");
});

test("keys move the slider of a KEP, and a pause leads to its day", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/keps/753");
  const slider = page.getByRole("slider", { name: "As of" });
  await expect(slider).toBeVisible();
  await expect(slider).toHaveAttribute("aria-valuetext", /\(latest\)$/);
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", /^20\d\d-\d\d-\d\d$/);
  await page.keyboard.press("ArrowRight");
  const day = await slider.getAttribute("aria-valuetext");
  await expect(page).toHaveURL(`/keps/753?as_of=${day}#day`);
  await expect(page.getByText(`As of ${day}.`)).toBeVisible();
  await expect(page.getByRole("slider", { name: "As of" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page).toHaveURL("/keps/753#day");
  await expect(page.getByRole("main")).toContainText("Stable in 1.33");
});
