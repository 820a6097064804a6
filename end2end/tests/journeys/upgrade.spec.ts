// What changes between two releases: what to look at first, what changes by itself, and the notes that say why.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, open } from "../support/page";

test("an upgrade is chosen, narrowed and read", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Upgrade" }).click();
  await page.getByRole("main").getByLabel("You run").selectOption("1.27");
  await page.getByRole("main").getByLabel("You go to").selectOption("1.29");
  await page.getByRole("button", { name: "What changes" }).click();
  await expectAt(page, "/upgrade/1.27..1.29");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Upgrade from 1.27 to 1.29");

  const itself = page.getByRole("region", { name: /Changes by itself/ });
  const sidecars = itself.getByRole("listitem").filter({ hasText: "SidecarContainers" }).first();
  await expect(sidecars).toContainText("alpha, off → beta, on");
  await expect(sidecars.getByRole("link", { name: "KEP-753", exact: true })).toHaveAttribute("href", "/keps/753");
  // The notes about it say why.
  await expect(sidecars.locator(".change-notes a").first()).toHaveAttribute("href", /^\/e\//);
  await expectNoViolations(page);

  await page.getByRole("link", { name: "Only what notes mention" }).click();
  await expectAt(page, "/upgrade/1.27..1.29?notes=1");
  await expect(page.locator(".change").first().locator(".change-notes")).toBeVisible();

  await page.locator(".change").getByRole("link", { name: "SidecarContainers" }).first().click();
  await expectAt(page, "/gates/SidecarContainers");
  await expect(page.locator(".gate-step").filter({ hasText: "1.29" })).toContainText("beta, on");
  await expectNoViolations(page);
});

test("what is no upgrade leads to one", async ({ page }) => {
  const response = await page.goto("/upgrade/1.29..1.27");
  expect(response!.status()).toBe(404);
  await page.getByRole("link", { name: "Upgrade from 1.27 to 1.29" }).click();
  await expectAt(page, "/upgrade/1.27..1.29");
});

test("pages say what it means for the cluster that a reader runs", { tag: "@both" }, async ({ page }) => {
  await open(page, "/gates/SidecarContainers");
  await page.getByLabel("The Kubernetes release that you run").selectOption("1.28");
  await page.getByRole("button", { name: "Set" }).click();
  await expectAt(page, "/gates/SidecarContainers");
  await expect(page.locator(".my-cluster")).toHaveText(/In 1\.28: alpha, off; in 1\.29: beta, on/);
  await open(page, "/upgrade");
  await expect(page.getByRole("main").getByLabel("You run")).toHaveValue("1.28");
});

test("a note says what became of the gates that it names, and what things are where the reader runs them", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?q=SidecarContainers");
  const gates = page.getByRole("list", { name: "Feature gates that it names" }).first();
  const sidecars = gates.getByRole("listitem").filter({ hasText: "SidecarContainers" });
  await expect(sidecars).toContainText("→ stable, gate gone");
  await expectNoViolations(page);
  await sidecars.getByRole("link", { name: "SidecarContainers" }).click();
  await expectAt(page, "/gates/SidecarContainers");

  await open(page, "/keps/753");
  await page.getByLabel("The Kubernetes release that you run").selectOption("1.30");
  await page.getByRole("button", { name: "Set" }).click();
  await expectAt(page, "/keps/753");
  await expect(page.locator("main > .my-cluster")).toHaveText("In 1.30: beta since 1.29, on by default; stable in 1.33");
  await open(page, "/?kep=753");
  await expect(page.locator(".state-mine").first()).toHaveText("1.30: beta, on");
  await expectNoViolations(page);
});

test("a version says what the notes of its cycle expected of it", async ({ page }) => {
  await open(page, "/versions/1.29");
  const expected = page.getByRole("region", { name: "What the notes of its cycle expected of it" });
  const row = expected.getByRole("row").nth(1);
  await row.getByRole("link").last().click();
  await expect(page).toHaveURL(/\/e\/[^/]+\/[^/]+$/);
});

test("other release notes are folded by group", { tag: "@both" }, async ({ page }) => {
  await open(page, "/upgrade/1.27..1.29");
  const other = page.getByRole("region", { name: /Other release notes/ });
  const group = other.locator(".sig-notes").first();
  await expect(group.getByRole("listitem").first()).toBeHidden();
  await group.locator("summary").click();
  await expect(group.getByRole("listitem").first()).toBeVisible();
  await expectNoViolations(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  for (const path of ["/upgrade", "/upgrade/1.27..1.29", "/gates", "/gates/SidecarContainers", "/versions/1.29"]) {
    test(`${path} fits`, async ({ page }) => {
      await open(page, path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await expectNoViolations(page);
    });
  }
});

test("an upgrade is printed as a list without controls", async ({ page }) => {
  await open(page, "/upgrade/1.27..1.29");
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".upgrade-choices")).toBeHidden();
  await expect(page.locator(".upgrade-form")).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeHidden();
  await expect(page.locator(".change").first()).toBeVisible();
});
