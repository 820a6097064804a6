// What a reader waits for in the browser, as a table in Markdown. It asserts nothing: `make bench-browser` prints it.
import { test, type CDPSession, type Page } from "@playwright/test";
import { writeFileSync } from "node:fs";

test.use({ viewport: { width: 1280, height: 800 } });
test.describe.configure({ mode: "serial", timeout: 10 * 60_000 });

const RUNS = 7;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const range = (values: number[]) => `${Math.round(median(values))} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;

const lines: string[] = [];

async function throttle(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

declare global {
  interface Window {
    /** When the click came, and when the new content had been painted. */
    clicked?: number;
    shown?: number;
  }
}

/** Milliseconds from a click on a link to the painting of its list, after the pointer has rested on it for so long. */
async function click(page: Page, rest: number) {
  await page.goto("/");
  await page.locator("html[data-enhanced]").waitFor();
  const link = page.locator("#results .tag[href^='/?sig=']").first();
  await link.scrollIntoViewIfNeeded();
  const before = await page.locator(".list-count").textContent();
  await page.evaluate((before) => {
    addEventListener("click", () => (window.clicked = performance.now()), { capture: true, once: true });
    const watch = () => {
      const count = document.querySelector(".list-count");
      if (count && count.textContent !== before) window.shown = performance.now();
      else requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  }, before);
  const { x, y } = (await link.boundingBox())!;
  await page.mouse.move(x + 5, y + 5);
  await page.waitForTimeout(rest);
  await page.mouse.click(x + 5, y + 5);
  await page.waitForFunction(() => window.shown !== undefined);
  return page.evaluate(() => window.shown! - window.clicked!);
}

/** The largest paint, shifts and long tasks of a page that is loaded with an empty cache. */
async function load(page: Page, path: string, session: CDPSession) {
  await session.send("Network.clearBrowserCache");
  await page.goto("about:blank");
  await page.goto(path, { waitUntil: "load" });
  await page.locator("html[data-enhanced]").waitFor();
  await page.waitForTimeout(1000);
  return page.evaluate(async () => {
    const entries = (type: string) =>
      new Promise<PerformanceEntryList>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
        observer.observe({ type, buffered: true });
        setTimeout(() => resolve([]), 200);
      });
    const [paints, shifts, tasks] = await Promise.all([entries("largest-contentful-paint"), entries("layout-shift"), entries("longtask")]);
    return {
      lcp: paints.at(-1)?.startTime ?? NaN,
      cls: shifts.reduce((sum, shift) => sum + (shift as PerformanceEntry & { value: number }).value, 0),
      longest: Math.max(0, ...tasks.map((task) => task.duration)),
    };
  });
}

for (const rate of [1, 4]) {
  test(`clicks at a CPU ${rate} × slower`, async ({ page }) => {
    await throttle(page, rate);
    for (const rest of [0, 150]) {
      const times = [];
      for (let run = 0; run < RUNS; run++) times.push(await click(page, rest));
      lines.push(`| a tag is clicked, ${rest ? `pointed at for ${rest} ms before` : "at once"}, CPU ${rate} × slower | ${range(times)} |`);
    }
  });
}

for (const path of ["/", "/keps/753"]) {
  test(`the load of ${path}`, async ({ page }) => {
    const session = await throttle(page, 4);
    const loads = [];
    for (let run = 0; run < RUNS; run++) loads.push(await load(page, path, session));
    lines.push(`| \`${path}\`, CPU 4 × slower: largest paint | ${range(loads.map(({ lcp }) => lcp))} |`);
    lines.push(`| \`${path}\`, CPU 4 × slower: longest task | ${range(loads.map(({ longest }) => longest))} |`);
    lines.push(`| \`${path}\`: shifts of the layout, at most | ${Math.max(...loads.map(({ cls }) => cls)).toFixed(3)} |`);
  });
}

test("the bytes", async ({ request }) => {
  const size = async (path: string, encoding: string) => {
    const response = await request.fetch(path, { headers: { "accept-encoding": encoding } });
    const { responseBodySize } = { responseBodySize: Number(response.headers()["content-length"]) };
    return responseBodySize || (await response.body()).length;
  };
  const html = await (await request.get("/")).text();
  const files = [...new Set([...html.matchAll(/"(\/pkg\/[^"]+\.(?:css|js|wasm))"/g)].map(([, path]) => path!))];
  let sum = 0;
  for (const file of files) {
    const bytes = await size(file, "br");
    sum += bytes;
    lines.push(`| ${file.replace(/^.*\//, "")}, brotli, kB | ${(bytes / 1000).toFixed(1)} |`);
  }
  lines.push(`| all of these, kB | ${(sum / 1000).toFixed(1)} |`, `| HTML of \`/\`, plain, kB | ${(Buffer.byteLength(html) / 1000).toFixed(1)} |`);
});

test.afterAll(() => {
  writeFileSync("../target/browser-speed.md", `| what | ms: median (least–most of ${RUNS}) |\n| --- | --- |\n${lines.join("\n")}\n`);
});
