// What share cards and search engines read, in the HTML as it is served.
import { expect, test } from "@playwright/test";
import * as demo from "../support/demo";
import { baseURL, head, permalinks, send } from "../support/http";

const day = "2023-02-14";
const note = async () => (await permalinks(day)).notes[1]!;
const entry = async (of = day) => (await permalinks(of)).entry;

const pages: { name: string; path: () => string | Promise<string>; title: string; card?: string; description: RegExp; type: string }[] = [
  // Of the language of most of its notes, whoever asks.
  { name: "home", path: () => "/", title: "Kepline", description: /Kubernetes 開発.*メモ 55 件/, type: "website" },
  { name: "a filtered list", path: () => "/?sig=node", title: "SIG Node", description: /^SIG Node: メモ \d+ 件/, type: "website" },
  { name: "an archive", path: () => "/2023/02", title: "February 2023", card: "2023年2月", description: /^2023年2月: メモ 3 件\(投稿 1 件\)/, type: "website" },
  { name: "a KEP", path: () => "/keps/753", title: "KEP-753 Sidecar Containers", description: /^KEP-753 Sidecar Containers: .*1\.33.*2025-04-23.*KEP データ/, type: "article" },
  { name: "a group", path: () => "/sigs/node", title: "SIG Node", description: /^SIG Node: .*KEP/, type: "website" },
  { name: "a version", path: () => "/versions/1.29", title: "Kubernetes 1.29", description: /^Kubernetes 1\.29: .*2023-12-13/, type: "website" },
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
    title: "User namespaces moved to idmapped mounts before the freeze… — 14 Feb 2023",
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
  test(`${name} has all of itself in its head`, async () => {
    const address = await path();
    const { status, text } = await send(address);
    expect(status).toBe(200);
    const meta = head(text);
    expect(meta.canonical).toBe(baseURL() + address);
    expect(meta["og:url"]).toBe(baseURL() + address);
    expect(meta["og:title"]).toBe(card ?? title);
    expect(meta["og:description"]).toMatch(description);
    expect(meta["og:description"]!.length).toBeLessThanOrEqual(200);
    expect(meta.description).toBe(meta["og:description"]);
    expect(meta["og:type"]).toBe(type);
    expect(meta["og:site_name"]).toBe("Kepline");
    expect(meta["og:image"]).toMatch(/^http:\/\/[^/]+\/cards\/[0-9a-f]{20}\/.*\.png/);
    expect(meta["og:image:alt"]).toBeTruthy();
    expect(meta["twitter:card"]).toBe("summary_large_image");
    expect(meta.title).toContain(title);
    expect(meta.robots ?? "", "the demo is licensed").not.toContain("noindex");
    for (const last of ["og:description", "og:image:alt", "application/ld+json"]) {
      expect(text.indexOf(last), "early enough for those who read 32 kB").toBeGreaterThan(0);
      expect(text.indexOf(last), "before styles and scripts").toBeLessThan(text.indexOf('rel="stylesheet"'));
    }
  });
}

test("an entry has its day in its head", async () => {
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
    const meta = head(answer.text);
    expect(meta.robots, path).toBe("noindex");
    expect(meta.title, path).toMatch(/ — Kepline$/);
    expect(meta["og:description"], path).toBeTruthy();
  }
});

test("an archive and its filter are one page for search engines", async () => {
  const meta = head((await send("/?in=2023-02")).text);
  expect(meta.canonical).toBe(`${baseURL()}/2023/02`);
});

test("absolute addresses come from the configuration, not from the request", async () => {
  const { text } = await send(await entry(), { headers: { host: "localhost", "x-forwarded-host": "evil.example" } });
  expect(text).not.toContain("evil.example");
  expect(head(text).canonical).toBe(baseURL() + (await entry()));
});

test("a server without a public address answers to the names of its own machine", async () => {
  const answer = await send(await entry(), { headers: { host: "evil.example" } });
  expect(answer.status).toBe(421);
  expect(answer.text).toContain("KEPLINE_PUBLIC_URL");
});
