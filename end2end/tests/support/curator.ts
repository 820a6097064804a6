// The curator whom scripts/serve-for-tests adds.
import { expect, type Page } from "@playwright/test";
import { open } from "./page";

export const curator = { name: "tester", password: "for the tests alone" };

/** Signs in and opens a path. The form itself is for the tests of signing in. */
export async function signIn(page: Page, path: string) {
  const answer = await page.request.post("/sign-in", { form: { ...curator, next: path }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  await open(page, path);
  await expect(signedIn(page)).toBeVisible();
}

/** What the footer says to who is signed in. */
export const signedIn = (page: Page) => page.getByRole("contentinfo").getByText(`Signed in as ${curator.name}`);
