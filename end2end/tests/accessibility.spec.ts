// Every kind of page meets WCAG 2.2 AA, in both colours, languages and widths.
import { expect, expectNoViolations, test } from "./support/fixtures";
import { permalinks } from "./support/http";
import { open } from "./support/page";

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

// Colours do not depend on the language, nor the language on the width: each pair of them is met once.
const readers = [
  { name: "light, English, wide", colorScheme: "light", locale: "en-US", viewport: wide },
  { name: "dark, Japanese, wide", colorScheme: "dark", locale: "ja-JP", viewport: wide },
  { name: "dark, English, narrow", colorScheme: "dark", locale: "en-US", viewport: narrow },
  { name: "light, Japanese, narrow", colorScheme: "light", locale: "ja-JP", viewport: narrow },
] as const;

const pages: { name: string; status?: number; path: () => string | Promise<string> }[] = [
  { name: "home", path: () => "/?order=asc" },
  { name: "a filtered list", path: () => "/?sig=node&exclude.sig=apps&version=1.28&version=1.32" },
  { name: "an empty list", path: () => "/?sig=wg-lts&version=1.28" },
  { name: "an entry with code", path: async () => (await permalinks("2023-08-16")).entry },
  { name: "an entry with a table", path: async () => (await permalinks("2023-04-12")).entry },
  { name: "a note", path: async () => (await permalinks("2023-02-14")).notes[2]! },
  { name: "an archive", path: () => "/2023/05" },
  { name: "an unknown page", status: 404, path: () => "/no-such-page" },
  { name: "an unreadable filter", status: 400, path: () => "/?sig=nod" },
];

for (const { name, ...reader } of readers) {
  test.describe(name, () => {
    test.use(reader);

    for (const { name, status = 200, path } of pages) {
      test(`${name} is accessible`, async ({ page }) => {
        const response = await open(page, await path());
        expect(response.status()).toBe(status);
        await expectNoViolations(page);
      });
    }
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: narrow });

  test("the open filters are accessible", async ({ page }) => {
    await open(page, "/");
    await page.getByRole("button", { name: /^Filters/ }).click();
    await expect(page.getByRole("form", { name: "Filters" })).toBeVisible();
    await expectNoViolations(page);
  });
});
