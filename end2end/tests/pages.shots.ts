// Pictures for people to look at, not to compare: `make screenshots`.
import { expect, test } from "@playwright/test";

const widths = [390, 768, 1440];
const schemes = ["light", "dark"] as const;

// An entry's and a note's address are not known beforehand: they are the first that the timeline links to.
const pages = [
  { name: "home", path: "/" },
  { name: "filtered", path: "/?sig=node" },
  { name: "entry", link: /^\/e\/[^/?#]+$/ },
  { name: "note", link: /^\/e\/[^/?#]+\/[^/?#]+$/ },
  { name: "not-found", path: "/no-such-page" },
];

for (const { name, path, link } of pages) {
  for (const colorScheme of schemes) {
    test(`${name}, ${colorScheme}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, colorScheme });
      const page = await context.newPage();
      let address = path;
      if (link) {
        await page.goto("/");
        const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
        address = links.find((href) => link.test(href));
        expect(address, `no link like ${link} on the timeline`).toBeDefined();
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(address!, { waitUntil: "networkidle" });
        await page.screenshot({ path: `../target/screenshots/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
      await context.close();
    });
  }
}
