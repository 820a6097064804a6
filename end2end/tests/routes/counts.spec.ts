// Every number that the panel shows is the number of notes that one finds by it.
import { expect, test } from "@playwright/test";
import * as demo from "../support/demo";
import { send, walk } from "../support/http";

test.use({ javaScriptEnabled: false });

test("the whole timeline contains the notebook", async () => {
  const { entries, notes, pages } = await walk("/");
  expect(pages).toBeGreaterThan(2);
  expect(entries).toHaveLength(demo.entries.length);
  expect(new Set(entries).size).toBe(entries.length);
  expect(notes).toHaveLength(demo.notes);
  expect(new Set(notes).size).toBe(notes.length);

  const turned = await walk("/?order=asc");
  expect(turned.entries).toEqual([...entries].reverse());
  expect(new Set(turned.notes)).toEqual(new Set(notes));
});

// What is chosen already, and the query that choosing one more value leads to.
for (const chosen of ["", "version=1.29", "cycle=1.29", "sig=node&exclude.version=1.31", "in=2023-10&in=2024-02"]) {
  test(`every facet count is true: ${chosen || "nothing chosen"}`, async ({ page }) => {
    await page.goto(`/?${chosen}`);
    // A version has two boxes, each with its number.
    const values = await page.locator("form.filters-form li:has(input[type=checkbox])").evaluateAll((all) =>
      all.flatMap((row) => {
        const counts = row.querySelectorAll(".facet-count");
        return Array.from(row.querySelectorAll("input"), ({ name, value }, n) => {
          const text = counts[n]?.textContent?.trim() ?? "";
          return { name, value, count: text === "" ? null : Number(text) };
        });
      }),
    );
    expect(values.length).toBeGreaterThan(20);
    expect(values.map(({ name }) => name)).toEqual(expect.arrayContaining(["sig", "version", "cycle", "in"]));

    const wrong = [];
    for (const { name, value, count } of values) {
      if (count === null) continue;
      // The facet itself does not count: its value is in the place of what was chosen of it.
      const query = new URLSearchParams(chosen);
      query.delete(name);
      query.append(name, value);
      const answer = await send(`/?${query}`);
      const path = answer.headers.location ?? `/?${query}`;
      const { notes } = await walk(path);
      if (notes.length !== count || new Set(notes).size !== count) wrong.push({ path, count, found: notes.length });
    }
    expect(wrong).toEqual([]);
  });
}

test("excluding a value and choosing it share the notes out", async () => {
  const all = new Set((await walk("/")).notes);
  for (const [key, value] of [["sig", "node"], ["version", "1.29"], ["version", "1.28..1.30"], ["cycle", "1.28..1.29"]]) {
    const chosen = (await walk(`/?${key}=${value}`)).notes;
    const excluded = (await walk(`/?exclude.${key}=${value}`)).notes;
    expect(chosen.length).toBeGreaterThan(0);
    expect(new Set([...chosen, ...excluded])).toEqual(all);
    expect(chosen.length + excluded.length).toBe(all.size);
  }
});

test("a filtered list has the same notes in both orders", async () => {
  const newest = await walk("/?version=1.28..1.30");
  const oldest = await walk("/?version=1.28..1.30&order=asc");
  expect(oldest.entries).toEqual([...newest.entries].reverse());
  expect(new Set(oldest.notes)).toEqual(new Set(newest.notes));
});
