// The curator whom scripts/serve-for-tests adds.
import { expect, type Page } from "@playwright/test";
import { open } from "./page";

export const curator = { name: "tester", password: "for the tests alone" };

/** Signs in by the form and waits for the page that it leads to. */
export async function signIn(page: Page, next = "/") {
  await open(page, `/sign-in?${new URLSearchParams({ next })}`);
  await page.getByLabel("Name").fill(curator.name);
  await page.getByLabel("Password").fill(curator.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(signedIn(page)).toBeVisible();
}

/** What the footer says to who is signed in. */
export const signedIn = (page: Page) => page.getByRole("contentinfo").getByText(`Signed in as ${curator.name}`);
