// What a page of notes must never do: run or fetch what a note says, or be stopped from it by its policy alone.
import type { Page } from "@playwright/test";

/** Elements that run, fetch or lay over something, and do not stand in notes. */
const ELEMENTS =
  "script, iframe, object, embed, svg, math, style, link, meta, base, form:not([action^='/']), img, image, audio, video, template, marquee, font, plaintext, xmp";

declare global {
  interface Window {
    raise(alarm: string): Promise<void>;
  }
}

/** Collects what happens on the pages that are opened from here on. */
export async function collectAlarms(page: Page, origin: string) {
  const alarms: string[] = [];
  page.on("dialog", (dialog) => {
    alarms.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => alarms.push(`an error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`)) alarms.push(`a request: ${url.slice(0, 200)}`);
  });
  await page.exposeFunction("raise", (alarm: string) => void alarms.push(alarm));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      void window.raise(`a violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return alarms;
}

/** What stands in notes, titles and other text of a page that a browser could run, fetch or follow to no web address. */
export const findHarm = (page: Page) =>
  page.evaluate((elements) => {
    const harm = [...document.querySelectorAll("main .note *, main h1 *, main h2 *, footer *")].filter((element) => element.matches(elements));
    const all = [...document.querySelectorAll("*")];
    const handlers = all.filter((element) => element.getAttributeNames().some((name) => name.startsWith("on") || name === "style"));
    const leads = all.filter((element) => {
      const address = element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action");
      if (address === null) return false;
      const { protocol } = new URL(address, document.baseURI);
      return protocol !== "http:" && protocol !== "https:";
    });
    // A block of data is none that runs, as long as its end is its own.
    const isData = ({ type, text }: HTMLScriptElement) => type === "application/ld+json" && JSON.parse(text) !== null;
    const scripts = [...document.scripts].filter((script) => !script.src.startsWith(`${location.origin}/pkg/`) && !isData(script));
    return [...harm, ...handlers, ...leads, ...scripts].map(({ outerHTML }) => outerHTML.slice(0, 200));
  }, ELEMENTS);
