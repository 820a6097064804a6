// A server for each test that decides something: it finds the demo untouched, and leaves nothing to other tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test as shared } from "./fixtures";

type OwnServer = {
  /** The URL of its database. */
  database: string;
};

export const test = shared.extend<OwnServer>({
  database: async ({}, use, testInfo) => {
    const folder = testInfo.outputPath("server");
    mkdirSync(folder, { recursive: true });
    await use(`sqlite://${folder}/kepline-demo.db`);
    rmSync(folder, { recursive: true });
  },

  baseURL: async ({ database }, use, testInfo) => {
    const folder = testInfo.outputPath("server");
    const log = openSync(`${folder}/log`, "w");
    const server = spawn("../scripts/serve-for-tests", ["127.0.0.1:0", folder], { stdio: ["ignore", "pipe", log] });
    const ended = once(server, "exit");
    try {
      await use(await addressOf(server.stdout!));
    } finally {
      server.kill("SIGTERM");
      await ended;
    }
  },
});

/** What the server says that it listens on. */
async function addressOf(output: NodeJS.ReadableStream) {
  for await (const line of createInterface(output)) {
    const address = /listens on (http:\/\/\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the server ended before it listened");
}

/** The program under test, for its other commands. */
export const program = () =>
  process.env.KEPLINE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? "../target", "debug/kepline");
