// The pictures that stand where a page is shared, and what robots read.
import { expect, test } from "@playwright/test";
import { baseURL, head, permalinks, send } from "../support/http";

const pages: [string, () => string | Promise<string>][] = [
  ["home", () => "/"],
  ["a filtered list", () => "/?sig=node"],
  ["an entry", async () => (await permalinks("2023-02-14")).entry],
  ["a note", async () => (await permalinks("2023-02-14")).notes[0]!],
  ["a KEP", () => "/keps/753"],
  ["a group", () => "/sigs/node"],
  ["a version", () => "/versions/1.29"],
];

for (const [name, path] of pages) {
  test(`${name} has a picture that a browser can show`, async ({ page, request }) => {
    const meta = head((await send(await path())).text);
    const picture = meta["og:image"]!;
    expect(picture.startsWith(`${baseURL()}/cards/`)).toBe(true);
    expect(meta["og:image:alt"]).toBeTruthy();
    expect(meta["twitter:card"]).toBe("summary_large_image");
    const answer = await request.get(picture);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toBe("image/png");
    expect(answer.headers()["cache-control"]).toContain("immutable");
    await page.goto("/");
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, picture);
    expect(size).toEqual([1200, 630]);
  });
}

test("the picture of another state leads to the one of now", async () => {
  const picture = new URL(head((await send("/keps/753")).text)["og:image"]!).pathname;
  const { status, headers } = await send("/cards/00000000000000000000/keps/753.png");
  expect(status).toBe(302);
  expect(headers.location).toBe(picture);
});

test("robots may read pages and cards, and find no sitemap of this machine", async () => {
  const { text } = await send("/robots.txt");
  expect(text).toContain("Allow: /");
  expect(text).not.toContain("/cards");
  expect(text).not.toContain("Sitemap:");
  const { status, text: map } = await send("/sitemap.xml");
  expect(status).toBe(200);
  expect(map).toContain(`<loc>${baseURL()}/keps/753</loc>`);
});
