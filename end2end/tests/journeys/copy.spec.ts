// The button that copies a permalink.
import type { Locator } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { baseURL } from "../support/http";
import { openEntry } from "../support/page";

test("copies the absolute permalink and says so", { tag: "@hydrated" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openEntry(page, "2023-02-14");
  const note = page.locator(".note", { hasText: "User namespaces" });
  const permalink = await note.getByRole("link", { name: "Permalink" }).getAttribute("href");
  const announcement = page.locator("#announcement");
  await expect(announcement).toHaveText("");
  await note.getByRole("button", { name: "Copy link" }).click();
  // The tests run on an address that only this machine can open.
  await expect(announcement).toHaveText("Copied, but only this machine can open it: set KEPLINE_PUBLIC_URL");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(baseURL() + permalink);
});

test("an entry has a button of its own", { tag: "@hydrated" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openEntry(page, "2023-02-14");
  await page.getByRole("navigation", { name: "Archive" }).getByRole("button", { name: "Copy link" }).click();
  await expect(page.locator("#announcement")).toHaveText("Copied, but only this machine can open it: set KEPLINE_PUBLIC_URL");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(baseURL() + new URL(page.url()).pathname);
});

test("says so where nothing can be copied", { tag: "@hydrated" }, async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await openEntry(page, "2023-02-14");
  await page.locator(".note").first().getByRole("button", { name: "Copy link" }).click();
  await expect(page.locator("#announcement")).toHaveText("Could not copy: use the permalink");
});

test("is not there where it could not work", async ({ page }) => {
  await openEntry(page, "2023-02-14");
  await expect(page.locator(".note").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy link" })).toHaveCount(0);
});

/** Marks an element and copies it; gives what is marked. */
const copied = (element: Locator) =>
  element.evaluate((marked) => {
    const selection = getSelection()!;
    selection.selectAllChildren(marked);
    document.execCommand("copy");
    return selection.toString();
  });

test("what is copied of a note is the author's text alone", { tag: "@hydrated" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const { day, has, literal } of [
    { day: "2023-02-14", has: "User namespaces", literal: /KEP-127/ },
    // A correction is shown in the chip, a citation in a link of the author after it.
    { day: "2023-04-12", has: "差分更新は失敗すると", literal: /k\/k#115138/ },
  ]) {
    await openEntry(page, day);
    const item = page.locator(".note-body li, .note-body p").filter({ hasText: has }).last();
    const author = await item.evaluate((marked) => {
      const alone = marked.cloneNode(true) as HTMLElement;
      for (const ours of alone.querySelectorAll(".state, .story, .chip-reading, .chip-behind")) ours.remove();
      return alone.textContent!.trim();
    });
    expect(author).toMatch(literal);
    expect((await copied(item)).trim()).toBe(author);
    const clipboard = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string) => (await item!.getType(type)).text();
      return { text: await read("text/plain"), html: await read("text/html") };
    });
    expect(clipboard.text.trim()).toBe(author);
    expect(clipboard.html.replace(/<[^>]*>/g, "").trim()).toBe(author);
  }
});
