// Curators sign in and out; readers are not bothered.
import type { Page } from "@playwright/test";
import { curator, signedIn } from "../support/curator";
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, open } from "../support/page";

/** Fills the form and sends it. */
async function send(page: Page, name: string, password: string) {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const session = expect.objectContaining({ name: "kepline_session" });

test("a reader sees a way in, and is given no cookie", async ({ page, context }) => {
  await open(page, "/?sig=node");
  expect(await context.cookies()).toEqual([]);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expectNoViolations(page);
  expect(await context.cookies()).toEqual([]);
});

test("the right password leads back to where one was", async ({ page, context }) => {
  await open(page, "/?sig=node");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Name").fill(curator.name);
  await page.getByLabel("Password").fill(curator.password);
  await page.getByLabel("Password").press("Enter");
  await expectAt(page, "/?sig=node");
  await expect(signedIn(page)).toBeVisible();
  await expectNoViolations(page);
  const cookie = (await context.cookies()).find(({ name }) => name === "kepline_session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(cookie!.expires - Date.now() / 1000).toBeGreaterThan(29 * 86_400);

  await open(page, "/no-such-page");
  await expect(signedIn(page)).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expectAt(page, "/");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  expect(await context.cookies()).not.toContainEqual(session);
});

test("a wrong password is reported next to the form, which keeps where to go", async ({ page, context }) => {
  await open(page, "/sign-in?next=%2Fkeps");
  // Nobody's name: wrong passwords for a name slow down all who use it.
  await send(page, "nobody", "not the password");
  await expect(page.getByRole("alert")).toHaveText("Name or password is wrong.");
  expect(await context.cookies()).toEqual([]);
  await expectNoViolations(page);

  await send(page, curator.name, curator.password);
  await expectAt(page, "/keps");
  await expect(signedIn(page)).toBeVisible();
});

test("an address of another site is not led on to", async ({ page }) => {
  await open(page, `/sign-in?${new URLSearchParams({ next: "//evil.example/" })}`);
  await send(page, curator.name, curator.password);
  await expect(signedIn(page)).toBeVisible();
  await expectAt(page, "/");
});

test("a one-time link that is none says what to do", async ({ page }) => {
  await open(page, `/sign-in/${"0".repeat(64)}`);
  await expect(page.getByRole("alert")).toContainText("used already or is too old");
  await expectNoViolations(page);
});
