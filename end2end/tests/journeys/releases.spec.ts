// A group around some releases and what became of it: at most three clicks from the home page.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, found, open, tick } from "../support/page";

test("three clicks lead from home to SIG Node in 1.28 and 1.29", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "SIGs" }).click();
  await page.getByRole("link", { name: "SIG Node", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: "1.28 – 1.29", exact: true }).click();
  await expectAt(page, "/sigs/node?version=1.28..1.29");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("SIG Node · Kubernetes 1.28 – 1.29");

  const row = page.getByRole("row", { name: /Sidecar Containers/ });
  await expect(row.getByRole("cell").nth(0)).toContainText("shipped alpha");
  await expect(row.getByRole("cell").nth(1)).toContainText("shipped beta");
  await expect(row.getByRole("cell").nth(2)).toContainText("stable 1.33");
  await expect(page.getByRole("article").first()).toBeVisible();
  await expectNoViolations(page);

  // A release more, and one less.
  const releases = page.getByRole("navigation", { name: "Kubernetes releases" });
  await releases.getByRole("link", { name: "1.30" }).click();
  await expectAt(page, "/sigs/node?version=1.28..1.30");
  await releases.getByRole("link", { name: "1.28" }).click();
  await expectAt(page, "/sigs/node?version=1.29..1.30");
});

test("the title of a filtered timeline leads to its subject", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await tick(page, "SIG", "SIG Node");
  await tick(page, "Kubernetes version", "1.29 cycle");
  await expectAt(page, "/?sig=node&cycle=1.29");
  expect((await found(page)).notes).toBeGreaterThan(0);
  await page.getByRole("heading", { level: 1 }).getByRole("link").click();
  await expectAt(page, "/sigs/node?version=1.29");
});

test("a thin answer offers the other reading of a version", async ({ page }) => {
  await open(page, "/?sig=apps&version=1.28");
  const { notes } = await found(page);
  expect(notes).toBeLessThan(5);
  const other = page.locator(".other-reading").getByRole("link");
  const offered = Number(/^(\d+) /.exec((await other.textContent())!)![1]);
  await other.click();
  await expectAt(page, "/?sig=apps&cycle=1.28");
  expect((await found(page)).notes).toBe(offered);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a group in its releases fits, and only the table scrolls", async ({ page }) => {
    await open(page, "/sigs/node?version=1.28..1.29");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await expectNoViolations(page);
  });
});
