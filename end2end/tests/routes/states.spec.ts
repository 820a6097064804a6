// What became of citations, as a filter: counts that are true, and an order by moves. Of a demo that knows it.
import { expect, test } from "@playwright/test";
import { elements, head, send, walk } from "../support/http";

test.use({ javaScriptEnabled: false });

const KEYS = ["stage", "status", "github", "verdict", "changed"];

type Value = { name: string; value: string; count: number };

/** The values of a form that ask what became of citations, with their counts. */
function values(html: string): Value[] {
  const form = /<form[^>]*class="filters-form"[\s\S]*?<\/form>/.exec(html)![0];
  return form.split("<li").flatMap((row) => {
    const { name, value } = elements(row, "input").find(({ type }) => type === "checkbox") ?? {};
    const count = /class="facet-count">(?:<!>)?(\d+)/.exec(row)?.[1];
    return KEYS.includes(name!) && count !== undefined ? [{ name: name!, value: value!, count: Number(count) }] : [];
  });
}

for (const chosen of ["", "changed=1", "stage=stable", "status=implemented&github=merged", "verdict=held", "sig=node&changed=1", "kep=753"]) {
  test(`every count of what became of citations is true: ${chosen || "nothing chosen"}`, async () => {
    const { status, text } = await send(`/?${chosen}`);
    expect(status).toBe(200);
    const counted = values(text);
    expect(counted.map(({ name }) => name)).toEqual(expect.arrayContaining(["stage", "status", "changed"]));
    const wrong = [];
    for (const { name, value, count } of counted) {
      const query = new URLSearchParams(chosen);
      query.delete(name);
      query.append(name, value);
      const path = (await send(`/?${query}`)).headers.location ?? `/?${query}`;
      const { notes } = await walk(path);
      if (notes.length !== count || new Set(notes).size !== count) wrong.push({ path, count, found: notes.length });
    }
    expect(wrong).toEqual([]);
  });
}

test("a list by moves has what has moved, all of it and each once", async () => {
  const moved = await walk("/?changed=1&order=moved");
  const changed = await walk("/?changed=1");
  expect(moved.pages).toBeGreaterThan(1);
  expect(new Set(moved.notes)).toEqual(new Set(changed.notes));
  expect(moved.notes).toHaveLength(changed.notes.length);
  expect(moved.entries).not.toEqual(changed.entries);
});

test("pages by moves lead back to where one came from", async () => {
  const first = "/?changed=1&order=moved";
  const link = (html: string, rel: string) => elements(html, "a").find((link) => link.rel === rel)?.href;
  const second = (await send(link((await send(first)).text, "next")!)).text;
  const back = (await send(link(second, "prev")!)).text;
  const articles = (html: string) => elements(html, "article").map(({ id }) => id);
  expect(articles(back)).toEqual(articles((await send(first)).text));
  expect(link(back, "prev")).toBeUndefined();
});

test("the home page says how many KEPs have moved and leads to them", async () => {
  const { text } = await send("/");
  const [, moved, cited] = /(\d+) of the (\d+) KEPs in these notes have moved since/.exec(text) ?? [];
  expect(Number(moved)).toBeGreaterThan(0);
  expect(Number(moved)).toBeLessThanOrEqual(Number(cited));
  expect(elements(text, "a").map(({ href }) => href)).toContain("/keps?changed=1");
  // What is counted is what the link opens.
  const { text: keps } = await send("/keps?changed=1");
  expect(keps).toContain(`${moved} KEPs, ${moved} cited in the notes`);
  expect((await send("/keps")).text).toContain(`${cited} cited in the notes`);
  expect((await send("/?changed=1")).text).not.toContain("since they were noted");
});

test("a list of one KEP is named after it", async () => {
  const { text } = await send("/?kep=753");
  expect(head(text).title).toBe("KEP-753 — Kepline");
  expect((await walk("/?kep=753")).notes.length).toBeGreaterThan(0);
});
