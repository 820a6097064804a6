// Tokens of programs, and the other ways of a note into a notebook.
import { signIn } from "../support/curator";
import { expect, expectNoViolations } from "../support/fixtures";
import { test } from "../support/own-server";
import { open } from "../support/page";

const digits = /^kepline_[0-9a-f]{72}$/;

test("a token is shown once, and ends when its curator says so", { tag: "@both" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "/tokens");
  await expect(page.getByText("There are none yet.")).toBeVisible();
  await page.getByLabel("What is it for?").fill("my phone");
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.locator(".new-token code").innerText();
  expect(token).toMatch(digits);
  await expectNoViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(page.url()).not.toContain("kepline_");

  await open(page, "/tokens");
  await expect(page.getByText("my phone")).toBeVisible();
  expect(await page.content()).not.toContain(token);
  await page.getByRole("button", { name: "Revoke: my phone" }).click();
  await expect(page.getByText(/my phone.*revoked/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Revoke/ })).toHaveCount(0);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page);
});

test("a phone can install the site and share with it", { tag: "@hydrated" }, async ({ page }) => {
  await open(page, "/");
  const session = await page.context().newCDPSession(page);
  const { url, errors, data } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(new URL(url).pathname).toBe("/manifest.en.webmanifest");
  const manifest = JSON.parse(data!);
  expect(manifest.share_target).toEqual({
    action: "/write",
    method: "GET",
    enctype: "application/x-www-form-urlencoded",
    params: { title: "title", text: "text", url: "url" },
  });
  for (const { src, sizes } of manifest.icons) {
    const answer = await page.request.get(src);
    expect(answer.headers()["content-type"]).toBe("image/png");
    // Width and height stand at their places in the header of a PNG.
    const png = await answer.body();
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
});

test("the bookmark opens the form from a page that allows no script", { tag: "@hydrated" }, async ({ page, context, baseURL }) => {
  await signIn(page, "/tokens");
  const shown = await page.locator("code", { hasText: "javascript:" }).innerText();
  // The server of a test knows its public address before it knows its port.
  const code = shown.replace("http://127.0.0.1:0/", `${baseURL}/`);
  await context.route("https://strict.example/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": "default-src 'none'" },
      body: "<title>A pull & request</title><p>selected words</p>",
    }),
  );
  await page.goto("https://strict.example/pull/1");
  const opened = context.waitForEvent("page");
  await page.evaluate(() => getSelection()!.selectAllChildren(document.querySelector("p")!));
  await page.evaluate(code.replace(/^javascript:/, ""));
  const { searchParams, pathname } = new URL((await opened).url());
  expect(pathname).toBe("/write");
  expect(searchParams.get("url")).toBe("https://strict.example/pull/1");
  expect(searchParams.get("title")).toBe("A pull & request");
  expect(searchParams.get("text")).toBe("selected words");
});
