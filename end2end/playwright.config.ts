// The browser tests: what a reader does runs twice, without JavaScript (`html`) and with it (`hydrated`);
// what the server answers runs once (`routes`).
import { defineConfig, devices } from "@playwright/test";
import { existsSync } from "node:fs";

const address = "127.0.0.1:3999";
// A server that runs already, such as that of `make watch`, may be tested in place of our own.
const running = process.env.KEPLINE_TEST_URL;
const baseURL = running || `http://${address}`;

// Without either, Playwright takes the browser that it has fetched itself.
const chromium = process.env.CHROMIUM_PATH || (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);

const desktop = devices["Desktop Chrome"];
const reading = ["journeys/**/*.spec.ts", "accessibility.spec.ts"];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
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
    trace: "retain-on-failure",
    launchOptions: {
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
    },
  },
  projects: process.env.SCREENSHOTS
    ? [{ name: "screenshots", testMatch: "**/*.shots.ts" }]
    : [
        { name: "routes", testMatch: "routes/**/*.spec.ts" },
        { name: "html", testMatch: reading, use: { javaScriptEnabled: false } },
        { name: "hydrated", testMatch: reading },
      ],
  webServer: running
    ? undefined
    : {
        command: `../scripts/serve-for-tests ${address}`,
        url: `${baseURL}/healthz`,
        // One that was left over would be tested in silence.
        reuseExistingServer: false,
        timeout: 30_000,
        stdout: "ignore",
        stderr: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
      },
});
