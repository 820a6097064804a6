// Everything without a mouse.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { enhanced, expectAt, open, scripts } from "../support/page";

test("the first key leads past the header to the notes", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the notes" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
});

type Stop = { kind: string; label: string; visible: boolean };

/** Where the focus is, and whether one can see it. */
const stop = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
    const { width, height } = element.getBoundingClientRect();
    const kinds = [".skip", "[name=lang]", "[name=theme]", "input[name=sig]", "input[name=version]", "input[name=in]", ".facet-exclude", ".active-filter", ".day a", ".chip", ".tag", ".permalink", ".copy"];
    return {
      kind: kinds.find((kind) => element.matches(kind)) ?? element.localName,
      label: (element.innerText || element.getAttribute("aria-label") || element.getAttribute("value")) ?? "",
      visible: (outlined || style.boxShadow !== "none") && width > 0 && height > 0,
    };
  });

test("the tab key reaches filters, chips, tags and permalinks in the order of the page, and shows where it is", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?sig=node&in=2024-10");
  const stops: Stop[] = [];
  const last = scripts() ? ".copy" : ".permalink";
  while (stops.at(-1)?.kind !== last && stops.length < 150) {
    await page.keyboard.press("Tab");
    stops.push(await stop(page));
  }
  const firsts = [...new Set(stops.map(({ kind }) => kind))];
  const order = [".skip", "[name=lang]", "[name=theme]", "input[name=sig]", "input[name=version]", "input[name=in]", ".active-filter", ".day a", ".chip", ".tag", ".permalink"];
  expect(firsts.filter((kind) => order.includes(kind))).toEqual(order);
  expect(firsts).toContain(".facet-exclude");
  expect(stops.filter(({ visible }) => !visible), "places where the focus cannot be seen").toEqual([]);
});

test("a filter is set by keys alone", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await enhanced(page);
  await page.getByRole("checkbox", { name: "SIG Node", exact: true }).focus();
  await page.keyboard.press("Space");
  // Enter sends a form from any of its fields.
  if (!scripts()) await page.keyboard.press("Enter");
  await expectAt(page, "/?sig=node");
});
