// Curators: what notebooks follow, and how a source is added.
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";

test("a source that cannot be reached is not added, and the page says why", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "/sources");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sources");
  await expect(page.getByText("No notebook follows a source yet.")).toBeVisible();
  const right = await page.locator("main > *").evaluateAll((parts) => parts.map((it) => it.getBoundingClientRect().right));
  expect(Math.max(...right), "nothing is cut off").toBeLessThanOrEqual(390);
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page, "of colours");
  await page.getByRole("textbox", { name: "Address" }).fill("http://10.0.0.1/notes.md");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("KEPLINE_SOURCE_HOSTS");
  await expect(page.getByText("No notebook follows a source yet.")).toBeVisible();
});
