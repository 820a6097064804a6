// What documents of other sites show: badges, and the picture that stands for an address.
import { expect, test, type Page } from "@playwright/test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { baseURL, send } from "../support/http";

/** Opens a page of another site that shows pictures, and gives their sizes. */
async function sizesElsewhere(page: Page, pictures: string[]) {
  const html = `<!doctype html><meta name="color-scheme" content="light dark"><title>Elsewhere</title><h1>Elsewhere</h1>${pictures.map((src) => `<p><img src="${src}"></p>`).join("")}`;
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.locator("img").evaluateAll((images) =>
      (images as HTMLImageElement[]).map((image) => [image.naturalWidth, image.naturalHeight]),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a document of another site shows badges, an unknown one too", async ({ page }, testInfo) => {
  const paths = [
    "/keps/753.svg",
    "/keps/753.svg?lang=ja",
    "/keps/127.svg",
    "/gates/SidecarContainers.svg",
    "/refs/kubernetes/kubernetes/116429.svg",
    "/keps/99999.svg",
  ];
  for (const [width, height] of await sizesElsewhere(page, paths.map((path) => baseURL() + path))) {
    expect(width).toBeGreaterThan(60);
    expect(height).toBe(20);
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: testInfo.outputPath(`badges-${colorScheme}.png`) });
  }
});

test("a document of another site shows the picture that stands for an address", async ({ page }) => {
  const { text } = await send(`/oembed?url=${encodeURIComponent(`${baseURL()}/keps/753`)}`);
  const { type, url, width, height } = JSON.parse(text);
  expect(type).toBe("photo");
  expect(await sizesElsewhere(page, [url])).toEqual([[width, height]]);
});
