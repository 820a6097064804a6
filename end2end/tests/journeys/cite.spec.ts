// "Cite this": the address to take away, plain and as Markdown.
import { expect, expectNoViolations, test } from "../support/fixtures";
import { baseURL } from "../support/http";
import { at, open, openEntry } from "../support/page";

const day = "2023-02-14";

test("an entry's address can be selected, plain and as Markdown", async ({ page }) => {
  await openEntry(page, day);
  const url = baseURL() + at(page);
  await page.getByText("Cite this", { exact: true }).click();
  const address = page.getByRole("textbox", { name: "Address" });
  await expect(address).toHaveValue(url);
  await expect(address).not.toBeEditable();
  await expect(page.getByRole("textbox", { name: "Markdown" })).toHaveValue(`[${day} · Kepline demo](${url}) — Kepline`);
  await expectNoViolations(page);
});

test("it says where only this machine can open the address", async ({ page }) => {
  await openEntry(page, day);
  await page.getByText("Cite this", { exact: true }).click();
  await expect(page.locator(".cite")).toContainText("Only this machine can open this address: set KEPLINE_PUBLIC_URL");
});

test("a KEP and a list can be cited too", async ({ page }) => {
  for (const [path, name] of [["/keps/753", "KEP-753 Sidecar Containers · Kepline"], ["/?sig=node", "SIG Node · Kepline"]]) {
    await open(page, path!);
    await page.getByText("Cite this", { exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Markdown" })).toHaveValue(`[${name}](${baseURL()}${path})`);
  }
});

test("a click copies the Markdown and says so", { tag: "@hydrated" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openEntry(page, day);
  await page.getByText("Cite this", { exact: true }).click();
  await page.locator(".cite-field", { hasText: "Markdown" }).getByRole("button", { name: "Copy" }).click();
  await expect(page.locator("#announcement")).toHaveText(/^Copied, but only this machine can open it/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\[2023-02-14 · Kepline demo\]\(http/);
});

test("without JavaScript there is no button that could not work", async ({ page }) => {
  await openEntry(page, day);
  await page.getByText("Cite this", { exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Address" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy", exact: true })).toHaveCount(0);
});

test("a page with structured data meets its own policy", { tag: "@hydrated" }, async ({ page }) => {
  // The fixtures fail a page that meets its Content-Security-Policy.
  await openEntry(page, day);
  const linked = await page.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(linked!)).toMatchObject({ "@type": "BlogPosting", datePublished: day });
});
