// What share cards and search engines read, in the HTML as it is served.
import { expect, test } from "@playwright/test";
import * as demo from "../support/demo";
import { baseURL, head, permalinks, send } from "../support/http";

const day = "2023-02-14";
const note = async () => (await permalinks(day)).notes[1]!;
const entry = async (of = day) => (await permalinks(of)).entry;

const pages: { name: string; path: () => string | Promise<string>; title: string; card?: string; description: RegExp; type: string }[] = [
  { name: "home", path: () => "/", title: "Kepline", description: /Kubernetes development.*55 notes/, type: "website" },
  { name: "a filtered list", path: () => "/?sig=node", title: "SIG Node", description: /\d+ notes/, type: "website" },
  { name: "an archive", path: () => "/2023/02", title: "February 2023", description: /3 notes in 1 entry/, type: "website" },
  {
    name: "an entry",
    path: () => entry(),
    title: "14 February 2023 (Tue) — Kepline demo",
    // Of the first note's language, whoever asks.
    card: "2023年2月14日(火) — Kepline demo",
    description: /^1\.27 の enhancements freeze .*SIG Node の計画を棚卸し/,
    type: "article",
  },
  {
    name: "a note",
    path: note,
    title: "14 February 2023 (Tue) — Kepline demo",
    description: /^User namespaces moved to idmapped mounts/,
    type: "article",
  },
  {
    name: "an entry whose body is lost",
    path: () => entry(demo.lostDay),
    title: "4 May 2023 (Thu) — Kepline demo",
    description: /its body is lost/,
    type: "article",
  },
];

for (const { name, path, title, card, description, type } of pages) {
  test(`${name} tells who reads only its head`, async () => {
    const address = await path();
    const { status, text } = await send(address);
    expect(status).toBe(200);
    const said = head(text);
    expect(said.canonical).toBe(baseURL() + address);
    expect(said["og:url"]).toBe(baseURL() + address);
    expect(said["og:title"]).toBe(card ?? title);
    expect(said["og:description"]).toMatch(description);
    expect(said["og:description"]!.length).toBeLessThanOrEqual(200);
    expect(said.description).toBe(said["og:description"]);
    expect(said["og:type"]).toBe(type);
    expect(said["og:site_name"]).toBe("Kepline");
    expect(said.title).toContain(title);
    expect(said.robots ?? "", "the demo is licensed").not.toContain("noindex");
    expect(text.indexOf("og:description"), "early enough for those who read 32 kB").toBeLessThan(32 * 1024);
  });
}

test("an entry tells its day", async () => {
  expect(head((await send(await entry())).text)["article:published_time"]).toBe(day);
});

test("a filter of several parts and a later page are not for search engines", async () => {
  const second = /href="(\/\?after=[^"]+)"/.exec((await send("/")).text)![1]!;
  for (const path of ["/?sig=node&version=1.28", second]) {
    const { status, text } = await send(path);
    expect(status, path).toBe(200);
    expect(head(text).robots, path).toBe("noindex");
  }
});

test("errors are not for search engines, and say what they are", async () => {
  for (const [path, status] of [["/e/zzzzzzzz", 404], ["/no-such-page", 404], ["/?sig=nod", 400], ["/2023?in=x", 400]] as const) {
    const answer = await send(path);
    expect(answer.status, path).toBe(status);
    const said = head(answer.text);
    expect(said.robots, path).toBe("noindex");
    expect(said.title, path).toMatch(/ — Kepline$/);
    expect(said["og:description"], path).toBeTruthy();
  }
});

test("an archive and its filter are one page for search engines", async () => {
  const said = head((await send("/?in=2023-02")).text);
  expect(said.canonical).toBe(`${baseURL()}/2023/02`);
});

test("absolute addresses come from the configuration, not from the request", async () => {
  const { text } = await send(await entry(), { headers: { host: "evil.example", "x-forwarded-host": "evil.example" } });
  expect(text).not.toContain("evil.example");
  expect(head(text).canonical).toBe(baseURL() + (await entry()));
});
