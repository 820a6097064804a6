// Every kind of page meets WCAG 2.2 AA, in both colours, languages and widths.
import { expect, expectNoViolations, test } from "./support/fixtures";
import { permalinks } from "./support/http";
import { open } from "./support/page";

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

// Each colour meets each language and each width; half of them with JavaScript, half without.
const readers = [
  { name: "light, English, wide", on: "html", colorScheme: "light", locale: "en-US", viewport: wide },
  { name: "dark, Japanese, narrow", on: "html", colorScheme: "dark", locale: "ja-JP", viewport: narrow },
  { name: "dark, English, wide", on: "hydrated", colorScheme: "dark", locale: "en-US", viewport: wide },
  { name: "light, Japanese, narrow", on: "hydrated", colorScheme: "light", locale: "ja-JP", viewport: narrow },
] as const;

const pages: { name: string; status?: number; path: () => string | Promise<string> }[] = [
  { name: "home", path: () => "/" },
  { name: "a filtered list", path: () => "/?sig=node&exclude.sig=apps&version=1.28&version=1.32" },
  { name: "an empty list", path: () => "/?sig=wg-lts&version=1.28" },
  { name: "an entry", path: async () => (await permalinks("2023-08-16")).entry },
  { name: "a note", path: async () => (await permalinks("2023-02-14")).notes[2]! },
  { name: "an archive", path: () => "/2023/04" },
  { name: "all KEPs", path: () => "/keps" },
  { name: "a KEP", path: () => "/keps/753" },
  { name: "an unknown KEP", status: 404, path: () => "/keps/3761" },
  { name: "a pull request", path: () => "/refs/kubernetes/enhancements/4183" },
  { name: "all groups", path: () => "/sigs" },
  { name: "a group", path: () => "/sigs/node" },
  { name: "all versions", path: () => "/versions" },
  { name: "a version", path: () => "/versions/1.29" },
  { name: "the state of the data", path: () => "/status" },
  { name: "an unknown page", status: 404, path: () => "/no-such-page" },
  { name: "an unreadable filter", status: 400, path: () => "/?sig=nod" },
];

for (const { name, on, ...reader } of readers) {
  test.describe(name, () => {
    test.use(reader);
    test.skip(() => test.info().project.name !== on, `is for ${on}`);

    // One visit of all pages: what they share is fetched once.
    test("every page is accessible", async ({ page }) => {
      test.slow();
      for (const { name, status = 200, path } of pages) {
        await test.step(name, async () => {
          const response = await open(page, await path());
          expect(response.status(), name).toBe(status);
          await expectNoViolations(page);
        });
      }
    });
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
