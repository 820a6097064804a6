// Finding notes by terms and fields, typed by hand, by keyboard and by an input method.
import type { Page } from "@playwright/test";
import { expect, expectNoViolations, test } from "../support/fixtures";
import { expectAt, found, go, open, scripts } from "../support/page";

const box = (page: Page) => page.locator("form[data-search] input[type=search]");
const options = (page: Page) => page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
const active = (page: Page) => page.getByRole("list", { name: "Active filters" });

/** Types into the box and presses Enter. */
async function search(page: Page, query: string) {
  await box(page).fill(query);
  await box(page).press("Enter");
}

/** The marks of the notes on the page, in small letters. */
const marks = (page: Page) =>
  page.locator(".note mark").evaluateAll((all) => all.map((mark) => mark.textContent!.toLowerCase()));

test("terms find the notes that contain them, and are marked in them", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  await search(page, "停止");
  await expectAt(page, `/?q=${encodeURIComponent("停止")}`);
  await expect(box(page)).toHaveValue("停止");
  const { notes } = await found(page);
  expect(notes).toBeGreaterThan(0);
  const met = await marks(page);
  expect(met.length).toBeGreaterThanOrEqual(notes);
  expect(new Set(met)).toEqual(new Set(["停止"]));
  await expect(active(page).locator(".active-filter")).toHaveText(/^“停止”/);
});

test("words that name a KEP are answered above the notes", { tag: "@both" }, async ({ page }) => {
  await open(page, "/");
  const answer = page.locator(".direct-answer");
  if (scripts()) {
    // The answer comes with what is found while one types.
    await box(page).pressSequentially("KEP-753", { delay: 20 });
    await expect(answer).toContainText("Sidecar Containers");
  } else {
    await search(page, "KEP-753");
  }
  await expectAt(page, "/?q=KEP-753");
  await expect(answer).toContainText("stable 1.33");
  await answer.getByRole("link", { name: /notes?$/ }).click();
  await expectAt(page, "/?kep=753");
  await answer.getByRole("link", { name: /KEP-753/ }).click();
  await expectAt(page, "/keps/753");
});

test("marks stand in chips and do not break them", async ({ page }) => {
  await open(page, "/?q=KEP-4188");
  const chip = page.locator("a.chip", { hasText: "KEP-4188" }).first();
  await expect(chip.locator("mark")).toHaveText("KEP-4188");
  await expect(chip).toHaveAttribute("href", "/keps/4188");
});

test("fields become filters that remove themselves, and the terms stay", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?version=1.37");
  await search(page, "sig:node beta");
  await expectAt(page, "/?sig=node&version=1.37&q=beta");
  await expect(box(page)).toHaveValue("beta");
  await expect(page.getByRole("checkbox", { name: "SIG Node", exact: true })).toBeChecked();
  await active(page).getByRole("link", { name: /^SIG Node.*remove/ }).click();
  await expectAt(page, "/?version=1.37&q=beta");
  await active(page).getByRole("link", { name: /beta.*remove/ }).click();
  await expectAt(page, "/?version=1.37");
  await expect(box(page)).toHaveValue("");
});

test("a tick in the panel keeps the terms", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?q=beta");
  await page.getByRole("checkbox", { name: "SIG Node", exact: true }).click();
  if (!scripts()) await page.getByRole("button", { name: "Apply" }).click();
  await expectAt(page, "/?sig=node&q=beta");
});

test("what is no field is named next to the box, which keeps what was typed", { tag: "@both" }, async ({ page }) => {
  await open(page, "/?version=1.37");
  await search(page, "sgi:node beta");
  const answer = page.getByRole("alert");
  await expect(answer).toContainText("sig:");
  await expect(box(page)).toHaveValue("sgi:node beta");
  await expect(box(page)).toHaveAttribute("aria-invalid", "true");
  await expectNoViolations(page);
  await search(page, "sig:node beta");
  await expectAt(page, "/?sig=node&version=1.37&q=beta");

  const response = await page.goto("/?q=sgi:node&version=1.37");
  expect(response!.status()).toBe(400);
  await page.getByRole("link", { name: "Go on without this search" }).click();
  await expectAt(page, "/?version=1.37");
});

test("the order by relevance goes with terms", async ({ page }) => {
  await open(page, "/");
  const order = page.getByRole("navigation", { name: "Order" });
  await expect(order.getByRole("link", { name: "Best match first" })).toHaveCount(0);
  await open(page, "/?q=sidecar");
  await order.getByRole("link", { name: "Best match first" }).click();
  await expectAt(page, "/?q=sidecar&order=relevance");
  await expect(order.getByRole("link", { name: "Best match first" })).toHaveAttribute("aria-current", "true");
  await search(page, "sidecar beta");
  await expectAt(page, "/?q=sidecar+beta&order=relevance");
});

test("an empty result says which term to drop", async ({ page }) => {
  await open(page, "/?sig=node&q=sidecar+zyzzyva");
  await expect(page.getByText("No note matches all of these filters")).toBeVisible();
  const way = page.locator(".remedies").getByRole("link", { name: /zyzzyva.*remove/ });
  await way.click();
  await expectAt(page, "/?sig=node&q=sidecar");
  expect((await found(page)).notes).toBeGreaterThan(0);

  await open(page, "/?q=zyzzyva");
  await expect(page.locator(".empty")).toContainText("Try fewer words");
  await expectNoViolations(page);
});

test("the fields are listed below the box", async ({ page }) => {
  await open(page, "/");
  await page.getByText("What can be searched for").click();
  await expect(page.getByText("repo:containerd/containerd")).toBeVisible();
  await expectNoViolations(page);
});

test("other pages have a box that leads to the notes", { tag: "@both" }, async ({ page }) => {
  await open(page, "/keps/753");
  await search(page, "kep:753 sidecar");
  await expectAt(page, "/?kep=753&q=sidecar");
});

test("/ leads to the box, on every page", { tag: "@hydrated" }, async ({ page }) => {
  for (const path of ["/", "/keps", "/?sig=node"]) {
    await open(page, path);
    await page.keyboard.press("/");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue("");
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("other pages have a link to the box", { tag: "@both" }, async ({ page }) => {
    await open(page, "/keps");
    await page.getByRole("link", { name: "Search", exact: true }).click();
    await expectAt(page, "/");
    if (scripts()) await expect(box(page)).toBeFocused();
  });

  for (const locale of ["en-US", "ja-JP"]) {
    test.describe(locale, () => {
      test.use({ locale, colorScheme: locale === "ja-JP" ? "dark" : "light" });

      for (const path of ["/?q=sidecar&order=relevance", "/?q=zyzzyva", "/?q=sgi:node"]) {
        test(`${path} is accessible and does not stick out`, async ({ page }) => {
          await open(page, path);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overflow).toBeLessThanOrEqual(0);
          await expectNoViolations(page);
        });
      }
    });
  }
});

test.describe("while one types", { tag: "@hydrated" }, () => {
  test("suggestions are chosen by keys, announced, and put away by Escape", async ({ page }) => {
    await open(page, "/");
    await box(page).pressSequentially("sig:netw");
    await expect(options(page)).toHaveText([/sig:network\s+SIG Network/]);
    await expect(box(page)).toHaveAttribute("aria-expanded", "true");
    await expect(page.locator("#announcement")).toContainText("1 suggestion");
    await expectNoViolations(page);
    await page.keyboard.press("ArrowDown");
    const option = options(page).first();
    await expect(option).toHaveAttribute("aria-selected", "true");
    await expect(box(page)).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id"))!);
    await page.keyboard.press("Enter");
    await expect(box(page)).toHaveValue("sig:network ");
    await expect(options(page)).toHaveCount(0);
    // The list follows without the box losing what was typed.
    await expectAt(page, "/?sig=network");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue("sig:network ");

    await box(page).pressSequentially("ver");
    await expect(options(page).first()).toContainText("version:");
    await page.keyboard.press("Escape");
    await expect(options(page)).toHaveCount(0);
    await expect(box(page)).toHaveValue("sig:network ver");
    await expect(box(page)).toHaveAttribute("aria-expanded", "false");
  });

  test("a field that is chosen offers its values, amid other terms too", async ({ page }) => {
    await open(page, "/");
    await box(page).fill("beta  stable");
    await box(page).evaluate((input: HTMLInputElement) => input.setSelectionRange(5, 5));
    await box(page).pressSequentially("hav");
    await box(page).press("Backspace");
    await expect(options(page).first()).toContainText("has:");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(options(page)).toHaveText([/has:code/, /has:quote/, /has:lost-link/]);
    await options(page).nth(1).click();
    await expect(box(page)).toHaveValue("beta has:quote stable");
    await expect(box(page)).toBeFocused();
  });

  test("KEPs are suggested by number and title", async ({ page }) => {
    await open(page, "/");
    await box(page).pressSequentially("kep:75");
    await expect(options(page).first()).toContainText("kep:753");
    await box(page).fill("");
    await box(page).pressSequentially("sidecar");
    await expect(options(page).filter({ hasText: "kep:753" })).toHaveCount(1);
  });

  test("the list follows the box, in one step of the way back", async ({ page }) => {
    await open(page, "/");
    const all = await found(page);
    await box(page).pressSequentially("side");
    await expectAt(page, "/?q=side");
    await box(page).pressSequentially("car");
    await expectAt(page, "/?q=sidecar");
    await expect(box(page)).toBeFocused();
    const { notes, entries } = await found(page);
    expect(notes).toBeLessThan(all.notes);
    await expect(page.locator("#announcement")).toHaveText(`${notes} notes in ${entries} entries`);
    expect(new Set(await marks(page))).toEqual(new Set(["sidecar"]));
    await expect(page).toHaveTitle(/sidecar/);
    // The panel goes on from there.
    await page.getByRole("checkbox", { name: "SIG Node", exact: true }).click();
    await expectAt(page, "/?sig=node&q=sidecar");
    await go(page, "back");
    await expectAt(page, "/?q=sidecar");
    await expect(box(page)).toHaveValue("sidecar");
    await go(page, "back");
    await expectAt(page, "/");
    await expect.poll(async () => (await found(page)).notes).toBe(all.notes);
  });

  test("who goes back before the program has come sees the list of the address all the same", async ({ page }) => {
    await open(page, "/");
    const all = await found(page);
    await box(page).pressSequentially("sidecar");
    await expectAt(page, "/?q=sidecar");

    let come!: () => void;
    const requested = new Promise<void>((resolve) => (come = resolve));
    await page.route("**/*.wasm", async (route) => {
      await requested;
      await route.continue();
    });
    await page.reload({ waitUntil: "domcontentloaded" });
    await go(page, "back");
    await expectAt(page, "/");
    // The page that was made for the search, at the address of all notes: nothing could hear of the step.
    expect((await found(page)).notes).toBeLessThan(all.notes);
    come();
    await expect.poll(async () => (await found(page)).notes).toBe(all.notes);
  });

  test("what cannot be read yet leaves the list alone", async ({ page }) => {
    await open(page, "/?q=sidecar");
    const before = await found(page);
    const answered = page.waitForResponse((response) => response.url().includes("/?q=sidecar+sig%3Anodd"));
    await box(page).press("End");
    await box(page).pressSequentially(" sig:nodd");
    expect((await answered).status()).toBe(400);
    expect(await found(page)).toEqual(before);
    await expectAt(page, "/?q=sidecar");
    await expect(box(page)).toHaveValue("sidecar sig:nodd");
  });
  test.use({ expectedErrors: [/400 \(Bad Request\)/] });

  test("an input method composes in peace", async ({ page, context }) => {
    await page.clock.install();
    await open(page, "/");
    const requested: string[] = [];
    page.on("request", (request) => requested.push(request.url()));
    await box(page).focus();
    const cdp = await context.newCDPSession(page);
    for (const text of ["t", "て", "てい", "ていs", "ていし"]) {
      await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    }
    // A converted candidate is not typed yet either.
    await cdp.send("Input.imeSetComposition", { text: "停止", selectionStart: 2, selectionEnd: 2 });
    await expect(box(page)).toHaveValue("停止");
    // Longer than any pause.
    await page.clock.runFor(1_000);
    expect(requested).toEqual([]);
    // The Enter that confirms it is the input method's.
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
    await cdp.send("Input.insertText", { text: "停止" });
    await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
    await expectAt(page, `/?q=${encodeURIComponent("停止")}`);
    await expect(box(page)).toHaveValue("停止");
    await expect(box(page)).toBeFocused();
  });

  test("the Enter that ends a composition submits nothing, in browsers that report it late as well", async ({ page }) => {
    await open(page, "/?sig=node");
    const prevented = await box(page).evaluate((input: HTMLInputElement) => {
      const press = (init: KeyboardEventInit) =>
        !input.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "Enter", ...init }));
      input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      input.value = "停止";
      input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
      const submit = new SubmitEvent("submit", { bubbles: true, cancelable: true });
      const during = [press({ isComposing: true }), press({ keyCode: 229 }), !input.form!.dispatchEvent(submit)];
      input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
      // Safari: the key comes after the end of the composition.
      return [...during, press({ keyCode: 229 }), press({})];
    });
    expect(prevented).toEqual([true, true, true, true, false]);
    await expectAt(page, `/?sig=node&q=${encodeURIComponent("停止")}`);
  });
});
