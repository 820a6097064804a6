// The browser tests. What a reader does runs without JavaScript (`html`), which every page does without;
// once more with it (`hydrated`) where a test is tagged `@both`, and there alone where it is tagged `@hydrated`.
// What the server answers runs in `routes`.
import { defineConfig, devices, type LaunchOptions } from "@playwright/test";
import { existsSync } from "node:fs";

const address = "127.0.0.1:3999";
// A server that runs already, such as that of `make watch`, may be tested in place of our own.
const running = process.env.KEPLINE_TEST_URL;
const baseURL = running || `http://${address}`;

// Without either, Playwright takes the browser that it has fetched itself.
const chromium = process.env.CHROMIUM_PATH || (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);

const desktop = devices["Desktop Chrome"];
const reading = ["journeys/**/*.spec.ts", "accessibility.spec.ts"];

// No test fails for being slow: these bear a machine that is ten times slower than an idle one, and busy.
const minutes = 60_000;

const launchOptions: LaunchOptions = {
  executablePath: chromium,
  // The sandbox does not work for root; the rest keeps the browser from talking to anyone else.
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  timeout: 5 * minutes,
  expect: { timeout: minutes },
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try is a defect, of it or of us.
  retries: 0,
  workers: 2,
  reporter: "list",
  use: {
    ...desktop,
    baseURL,
    locale: "en-US",
    actionTimeout: minutes,
    navigationTimeout: 2 * minutes,
    // A trace costs much, also of tests that pass: ARGS="--trace retain-on-failure" makes one.
    trace: "off",
    screenshot: "only-on-failure",
    // Pages follow one another without an animation to wait for.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions,
  },
  projects: process.env.SCREENSHOTS
    ? [{ name: "screenshots", testMatch: "**/*.shots.ts" }]
    : process.env.SPEED
      ? [{ name: "speed", testMatch: "**/*.speed.ts" }]
      : process.env.KEPLINE_WEBDRIVER
        ? [{ name: "webkit", testMatch: "webkit/**/*.spec.ts", workers: 1 }]
        : [
            { name: "routes", testMatch: "routes/**/*.spec.ts" },
            { name: "html", testMatch: reading, grepInvert: /@hydrated/, use: { javaScriptEnabled: false } },
            {
              name: "hydrated",
              testMatch: reading,
              grep: /@(hydrated|both)/,
              // The back/forward cache, which readers have and Playwright switches off; without it pages are loaded anew.
              use: { launchOptions: { ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] } },
            },
          ],
  webServer: running
    ? undefined
    : {
        command: `../scripts/serve-for-tests ${address}`,
        url: `${baseURL}/healthz`,
        // One that was left over would be tested in silence.
        reuseExistingServer: false,
        timeout: 5 * minutes,
        stdout: "ignore",
        stderr: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: minutes },
      },
});
