// What every spec imports in place of `@playwright/test`.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

type Options = {
  /** Console errors that a test provokes on purpose: `test.use({ expectedErrors: [/…/] })`. */
  expectedErrors: RegExp[];
};

type Automatic = { quietConsole: void };

export const test = base.extend<Options & Automatic>({
  expectedErrors: [[], { option: true }],

  // Fails a test whose page throws, logs an error or meets its Content-Security-Policy (Chromium logs
  // those as errors, of styles and images also where scripts are off).
  quietConsole: [
    async ({ page, expectedErrors }, use) => {
      const errors: { text: string; url: string }[] = [];
      const documents = new Set<string>();
      page.on("pageerror", (error) => errors.push({ text: `uncaught: ${error.stack ?? error.message}`, url: "" }));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push({ text: message.text(), url: message.location().url });
      });
      page.on("request", (request) => {
        if (request.isNavigationRequest()) documents.add(request.url());
      });

      await use();

      const unexpected = errors
        // A page that answers 404 on purpose is logged as a resource that failed to load.
        .filter(({ text, url }) => !(text.startsWith("Failed to load resource") && documents.has(url)))
        .filter(({ text }) => !expectedErrors.some((expected) => expected.test(text)))
        .map(({ text, url }) => (url ? `${text} (${url})` : text));
      expect(unexpected, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What depends on the colours alone: another theme changes the answers of no other rule. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Fails unless the page as it is now meets WCAG 2.2 AA, as far as axe sees. */
export async function expectNoViolations(page: Page, rules: "all" | "of colours" = "all") {
  // Where scripts are off, timers never fire and axe would wait for its own for ever; promises do settle.
  await page.evaluate((scripts) => {
    if (!scripts) Object.assign(window, { setTimeout: (run: () => void) => void Promise.resolve().then(run) });
  }, test.info().project.use.javaScriptEnabled !== false);
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true) // in this page alone: the default opens another, where scripts are off too
    .options({ resultTypes: ["violations"] }); // all that passes is described otherwise, which takes a third of the time
  const { violations } = await (rules === "all" ? axe.withTags(WCAG) : axe.withRules(OF_COLOURS)).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(" ")) }));
  // Soft, so that a test of several pages reports on all of them.
  const { pathname, search } = new URL(page.url());
  expect.soft(found, `accessibility violations of ${pathname}${search}`).toEqual([]);
}

export { expect };
