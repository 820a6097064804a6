// From a list of KEPs to a KEP, from its ruler to a note, and to the pages around it.
//
// Of the demo's facts this assumes: KEP-753 is stable since 1.33, missed alpha 1.27, is cited by the
// note of 2023-02-14, and is what kubernetes/enhancements#4183 is about.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, facet, open, tick } from "../support/page";

test("a KEP is found in the list and shows what became of its promises", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "KEPs" }).click();
  await expectAt(page, "/keps");
  await expect(page.getByRole("heading", { level: 2, name: /^Cited in the notes/ })).toBeVisible();

  await tick(page, "SIG", "SIG Node");
  await expectAt(page, "/keps?sig=node");
  await tick(page, "Stage now", "stable");
  await expectAt(page, "/keps?sig=node&stage=stable");
  await page.getByRole("navigation", { name: "Sort by" }).getByRole("link", { name: "Number" }).click();
  await expectAt(page, "/keps?sig=node&stage=stable&sort=number");
  await expect(facet(page, "SIG").getByRole("checkbox", { name: "SIG Node" })).toBeChecked();

  await page.getByRole("link", { name: "Sidecar Containers" }).first().click();
  await expectAt(page, "/keps/753");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("KEP-753");
  await expect(page.getByRole("main")).toContainText("Stable in 1.33 (23 Apr 2025)");

  const drawing = page.getByRole("img", { name: /^What KEP-753 promised/ });
  await expect(drawing).toBeVisible();
  await expect(drawing).toHaveAccessibleDescription(/alpha: 1\.27 \(missed\) → 1\.28 \(shipped\)/);
  await page.getByText("As a table").click();
  await expect(page.getByRole("row", { name: /alpha 1\.27 .* missed/ })).toBeVisible();
});

test("a KEP is found by a word, and by a word that is misspelt", { tag: "@both" }, async ({ page }) => {
  await open(page, "/keps?sort=number");
  const field = page.getByRole("search", { name: "Search KEPs" }).getByRole("searchbox");
  await field.fill("sidcar");
  await field.press("Enter");
  await expectAt(page, "/keps?q=sidcar&sort=number");
  await page.getByRole("link", { name: "Did you mean “sidecar”?" }).click();
  await expectAt(page, "/keps?q=sidecar&sort=number");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("KEPs: sidecar");
  await expect(field).toHaveValue("sidecar");
  await tick(page, "SIG", "SIG Node");
  await expectAt(page, "/keps?sig=node&q=sidecar&sort=number");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("SIG Node’s KEPs: sidecar");
  await page.getByRole("link", { name: "Sidecar Containers" }).first().click();
  await expectAt(page, "/keps/753");
});

test("a long note of a KEP shows its first lines, and all of them when one wants", { tag: "@both" }, async ({ page }) => {
  await open(page, "/keps/753");
  const folded = page.locator(".note", { has: page.locator(".fold") }).first();
  const body = folded.locator(".note-body");
  const cut = await body.evaluate((body) => body.scrollHeight > body.clientHeight);
  expect(cut).toBe(true);
  await folded.getByText("Show all of this note").click();
  await expect.poll(() => body.evaluate((body) => body.scrollHeight > body.clientHeight)).toBe(false);
});

test("a dot of the ruler leads to its note, and the note back to the KEP", async ({ page }) => {
  await open(page, "/keps/753");
  const dots = page.getByRole("group", { name: "Notes that cite it" }).getByRole("link");
  expect(await dots.count()).toBeGreaterThan(2);
  await page.getByRole("link", { name: "Note of 2023-02-14" }).first().click();
  await expect(page).toHaveURL(/\/e\/[^/]+\/[^/]+$/);
  await expect(page.locator(".day").first()).toContainText("14 February 2023");
});

test("a number that is a pull request leads to its KEP", async ({ page }) => {
  const response = await page.goto("/keps/3761");
  expect(response!.status()).toBe(404);
  await page.getByRole("main").getByRole("link", { name: /KEP-753/ }).first().click();
  await expectAt(page, "/keps/753");
});

test("a pull request names its KEP and the notes that cite it", async ({ page }) => {
  await open(page, "/refs/kubernetes/enhancements/4183");
  await expect(page.getByRole("table")).toContainText("2023-");
  await page.getByRole("main").getByRole("link", { name: /^KEP-753/ }).first().click();
  await expectAt(page, "/keps/753");
});

test("groups and versions lead to their notes on the timeline", async ({ page }) => {
  await open(page, "/sigs");
  await page.getByRole("link", { name: "SIG Node", exact: true }).click();
  await expectAt(page, "/sigs/node");
  await page.getByRole("link", { name: "See them on the timeline" }).click();
  await expectAt(page, "/?sig=node");

  await open(page, "/versions");
  await page.getByRole("link", { name: "1.29", exact: true }).click();
  await expectAt(page, "/versions/1.29");
  await expect(page.getByRole("main")).toContainText("2023-12-13");
  await page.getByRole("link", { name: "See them on the timeline" }).click();
  await expectAt(page, "/?version=1.29");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the ruler fits, or shows its end first", async ({ page }) => {
    await open(page, "/keps/753");
    const ruler = page.getByRole("group", { name: /^Ruler of releases/ });
    const scrolls = () => ruler.evaluate((element) => element.scrollWidth > element.clientWidth);
    expect(await scrolls()).toBe(false);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await scrolls()).toBe(true);
    const end = ruler.getByText("1.33", { exact: true });
    await expect(end).toBeInViewport();
    const overflows = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(overflows).toBe(false);
    await ruler.focus();
    await expect(ruler).toBeFocused();
    await expectNoViolations(page);
  });
});
