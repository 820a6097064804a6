// Every kind of page meets WCAG 2.2 AA, in both colours, languages and widths.
import { signIn } from "./support/curator";
import { expect, expectNoViolations, test } from "./support/fixtures";
import { permalinks } from "./support/http";
import { open } from "./support/page";

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

const readers = [
  { name: "wide, in English, without JavaScript", tag: "@html", locale: "en-US", viewport: wide },
  { name: "narrow, in Japanese, with JavaScript", tag: "@hydrated", locale: "ja-JP", viewport: narrow },
] as const;

const pages: { name: string; status?: number; path: () => string | Promise<string> }[] = [
  { name: "home", path: () => "/" },
  { name: "a filtered list", path: () => "/?sig=node&exclude.sig=apps&version=1.28&version=1.32" },
  { name: "an empty list", path: () => "/?sig=wg-lts&version=1.28" },
  { name: "an entry", path: async () => (await permalinks("2023-08-16")).entry },
  { name: "a note", path: async () => (await permalinks("2023-02-14")).notes[2]! },
  { name: "a history", path: async () => `${(await permalinks("2023-04-12")).entry}/history` },
  { name: "an archive", path: () => "/2023/04" },
  { name: "a search with a direct answer", path: () => "/?q=KEP-753" },
  { name: "all KEPs", path: () => "/keps" },
  { name: "KEPs of a group by words", path: () => "/keps?sig=node&q=sidecar" },
  { name: "no KEPs", path: () => "/keps?sig=network&q=sidcar" },
  { name: "a KEP", path: () => "/keps/753" },
  { name: "an unknown KEP", status: 404, path: () => "/keps/3761" },
  { name: "a pull request", path: () => "/refs/kubernetes/enhancements/4183" },
  { name: "all groups", path: () => "/sigs" },
  { name: "a group", path: () => "/sigs/node" },
  { name: "a group in some releases", path: () => "/sigs/node?version=1.28..1.29" },
  { name: "all versions", path: () => "/versions" },
  { name: "a version", path: () => "/versions/1.29" },
  { name: "the choice of an upgrade", path: () => "/upgrade" },
  { name: "an upgrade", path: () => "/upgrade/1.27..1.29" },
  { name: "all gates", path: () => "/gates" },
  { name: "a gate", path: () => "/gates/SidecarContainers" },
  { name: "the verdicts", path: () => "/verdicts" },
  { name: "a day of earlier years", path: () => "/on-this-day/10-07" },
  { name: "a day without notes", path: () => "/on-this-day/08-02" },
  { name: "the state of the data", path: () => "/status" },
  { name: "an unknown page", status: 404, path: () => "/no-such-page" },
  { name: "an unreadable filter", status: 400, path: () => "/?sig=nod" },
];

for (const { name: reader, tag, ...options } of readers) {
  test.describe(reader, { tag }, () => {
    test.use({ ...options, colorScheme: "light" });

    for (const { name, status = 200, path } of pages) {
      test(`${name} is accessible in both colours`, async ({ page }) => {
        const response = await open(page, await path());
        expect(response.status()).toBe(status);
        await expectNoViolations(page);
        await page.emulateMedia({ colorScheme: "dark" });
        await expectNoViolations(page, "of colours");
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

test.describe("for a curator", () => {
  for (const path of ["/review", "/review?kind=references", "/review?kind=confirmations", "/decisions", "/status", "/imports/2", "/?sig=node"]) {
    test(`${path} is accessible`, async ({ page }) => {
      await signIn(page, path);
      await expectNoViolations(page);
    });
  }

  for (const [name, viewport] of [["wide", wide], ["narrow", narrow]] as const) {
    test(`the forms of an entry are accessible on a ${name} screen`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await signIn(page, (await permalinks("2024-04-18")).entry);
      await page.getByText("What the citations mean").first().click();
      await page.getByText("Tag the whole entry").click();
      await expectNoViolations(page);
    });
  }
});
