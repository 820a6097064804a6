// A document of a reader's own, with what became of what it names.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { open } from "../support/page";

const plan = "# Plan\n\n- sidecars by KEP-753\n- swap by KEP-2400, on Kubernetes 1.26\n";

test("a document is annotated, and can be changed and sent again", { tag: "@both" }, async ({ page }) => {
  await open(page, "/annotate");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Annotate a document");
  await expectNoViolations(page);
  await page.getByLabel("Document, in Markdown").fill(plan);
  await page.getByLabel("Day of the document").fill("2023-05-10");
  await page.getByRole("button", { name: "Annotate", exact: true }).click();
  const annotated = page.locator(".annotated");
  await expect(annotated.locator("ins")).toHaveCount(3);
  await expect(annotated.locator("ins").first()).toContainText("stable 1.33");
  await expect(page.locator(".annotation-findings li")).not.toHaveCount(0);
  await expect(page.getByLabel("Document, in Markdown")).toHaveValue(plan);
  await expectNoViolations(page);
});

test("a file counts, and Markdown is a file again", { tag: "@both" }, async ({ page }) => {
  await open(page, "/annotate");
  const file = { name: "plan.md", mimeType: "text/markdown", buffer: Buffer.from(plan) };
  await page.getByLabel("or a file").setInputFiles(file);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "As Markdown" }).click();
  expect((await download).suggestedFilename()).toBe("annotated.md");
});

test("the example fits a phone, in the dark too", { tag: "@both" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, "/annotate");
  await page.getByRole("button", { name: "Show an example" }).click();
  await expect(page.locator(".annotated ins").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
});
