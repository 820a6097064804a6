// The other forms of a list: what its page leads to answers, with the same filter.
import { expect, test } from "@playwright/test";
import { baseURL, elements, notesOf, send, walk } from "../support/http";

const lists = ["/", "/?sig=node", "/?sig=node&changed=1", "/2023/02", "/sigs/node", "/versions/1.28", "/keps?stage=stable", "/keps/753"];

const feeds = ["application/atom+xml", "application/feed+json"];

const alternates = (html: string) =>
  elements(html, "link").flatMap(({ rel, type, href }) => (rel === "alternate" && type && href && feeds.includes(type) ? [{ type, href }] : []));

for (const path of lists) {
  test(`the feeds of ${path} answer`, async () => {
    const page = await send(path);
    expect(page.status).toBe(200);
    const found = alternates(page.text);
    expect(found.map(({ type }) => type)).toEqual(feeds);
    for (const { type, href } of found) {
      expect(href.startsWith(baseURL()), href).toBe(true);
      const feed = await send(href.slice(baseURL().length));
      expect(feed.status, href).toBe(200);
      expect(feed.headers["content-type"]).toBe(`${type}; charset=utf-8`);
      const again = await send(href.slice(baseURL().length), { headers: { "if-none-match": feed.headers["etag"]! } });
      expect([again.status, again.text]).toEqual([304, ""]);
    }
  });
}

test("a feed of notes has the notes of the page", async () => {
  const { notes } = await walk("/?sig=node");
  const feed = JSON.parse((await send("/index.json?items=notes&sig=node")).text);
  const listed = feed.items.map(({ url }: { url: string }) => url.split("/").at(-1));
  expect(listed.sort()).toEqual([...notes].sort());
});

test("a note can be taken along as Markdown", async () => {
  const page = await send("/2023/02/14");
  const [first] = notesOf(page.text);
  const link = elements(page.text, "a").find(({ href }) => href?.endsWith(`/${first}`))!.href!;
  const { status, headers, text } = await send(`${link}.md`);
  expect([status, headers["content-type"]]).toEqual([200, "text/markdown; charset=utf-8"]);
  expect(text).toContain("# 14 February 2023 (Tue)");
  expect(text).toContain("enhancements freeze");
});

test("what is no list has no feed", async () => {
  for (const path of ["/sigs.atom", "/status.json", "/e/0a1b2c3d.atom", "/keps/999999.atom"]) {
    expect((await send(path)).status, path).toBe(404);
  }
});

test("people find them too", async ({ page }) => {
  await page.goto("/?sig=node");
  const forms = page.getByRole("navigation", { name: "Take this list with you" });
  await expect(forms.getByRole("link", { name: "Subscribe" })).toHaveAttribute("href", "/index.atom?sig=node");
  await expect(forms.getByRole("link", { name: "Markdown" })).toHaveAttribute("href", "/index.md?sig=node");
});
