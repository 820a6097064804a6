// What every answer carries, and what is no page.
import { expect, test } from "@playwright/test";
import { elements, permalinks, send } from "../support/http";

/** The paths of the script and styles that the home page names, and of the program that the script fetches. */
async function files() {
  const { text } = await send("/");
  const paths = elements(text, "link").flatMap(({ href }) => (href?.startsWith("/pkg/") ? [href] : []));
  expect(paths.map((path) => path.split(".").at(-1)).sort()).toEqual(["css", "js"]);
  return [...paths, paths[0]!.replace(/\.\w+$/, ".wasm")];
}

test("the server is well", async () => {
  const { status, headers, text } = await send("/healthz");
  expect([status, text]).toEqual([200, "ok\n"]);
  expect(headers["content-type"]).toMatch(/^text\/plain/);
});

test("HEAD answers as GET does, without a body", async () => {
  const { entry } = await permalinks("2023-02-14");
  const [style] = await files();
  for (const [path, status] of [["/", 200], [entry, 200], ["/2023/02", 200], ["/no-such-page", 404], ["/?sig=nod", 400], [style!, 200], ["/healthz", 200]] as const) {
    const get = await send(path);
    const headed = await send(path, { method: "HEAD" });
    expect(headed.status, path).toBe(status);
    expect(headed.status, path).toBe(get.status);
    expect(headed.text, path).toBe("");
    expect(headed.headers["content-type"], path).toBe(get.headers["content-type"]);
  }
  expect((await send("/2023/9", { method: "HEAD" })).headers.location).toBe("/2023/09");
});

test("every answer forbids what it does not need", async () => {
  const { entry } = await permalinks("2023-02-14");
  const paths = ["/", "/?sig=node", entry, "/no-such-page", "/?sig=nod", "/2023/9", "/healthz", "/favicon.svg", "/speculation.json", "/fn/suggest", "/pkg/x/y", ...(await files())];
  for (const path of paths) {
    const { headers } = await send(path);
    expect(headers, path).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin" });
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).not.toContain("unsafe-inline");
    expect(policy, path).not.toContain("'unsafe-eval'");
    expect(headers["server"], path).toBeUndefined();
    expect(headers["x-request-id"], path).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("a page runs only the site's own scripts, and none that stands in it", async () => {
  const policies = new Set<string>();
  for (const path of ["/", "/", "/2023/02", "/no-such-page", "/?sig=nod"]) {
    const { headers, text } = await send(path);
    policies.add(headers["content-security-policy"]!);
    const scripts = elements(text, "script").filter((script) => script.type !== "application/ld+json");
    expect(scripts.length, path).toBeGreaterThan(0);
    for (const script of scripts) expect(script.src, path).toMatch(/^\/pkg\/\w+\/start\.js$/);
    expect(text, path).not.toContain("nonce");
    expect(text, path).not.toMatch(/<[^>]+\sstyle="/);
    expect(text, path).not.toMatch(/<[^>]+\son[a-z]+="/);
  }
  expect(policies.size).toBe(1);
  expect([...policies][0]).toContain("script-src 'self' 'wasm-unsafe-eval';");
});

test("a page that the reader has already is not sent again", async () => {
  const { headers } = await send("/", { headers: { "accept-encoding": "br" } });
  const again = await send("/", { headers: { "accept-encoding": "br", "if-none-match": headers.etag! } });
  expect(again.status).toBe(304);
  expect(again.headers["content-security-policy"]).toBe(headers["content-security-policy"]);
});

test("pages are revalidated, for their reader alone", async () => {
  for (const path of ["/", "/2023/02", "/no-such-page"]) {
    const { headers } = await send(path);
    expect(headers["cache-control"], path).toBe("private, no-cache");
    expect(headers.vary?.toLowerCase(), path).toContain("cookie");
    expect(headers.vary?.toLowerCase(), path).toContain("accept-language");
  }
});

test("files are cached for good under the hash of their version", async () => {
  for (const path of await files()) {
    const { status, headers } = await send(path);
    expect(status, path).toBe(200);
    expect(headers["cache-control"], path).toBe("public, max-age=31536000, immutable");
    expect((await send(path, { headers: { "if-none-match": headers.etag! } })).status, path).toBe(304);
    const packed = await send(path, { headers: { "accept-encoding": "br, gzip" } });
    expect(packed.headers["content-encoding"], path).toMatch(/^(br|gzip)$/);

    const other = await send(path.replace(/\/pkg\/\w+\//, "/pkg/0123456789ab/"));
    expect(other.status, path).toBe(404);
    expect(other.headers["cache-control"] ?? "", path).not.toContain("immutable");
  }
  const types = await Promise.all((await files()).map(async (path) => (await send(path)).headers["content-type"]));
  expect(types.join(" ")).toMatch(/text\/css/);
  expect(types.join(" ")).toMatch(/application\/wasm/);
  expect(types.join(" ")).toMatch(/text\/javascript/);
});

test("no path leads out of the site's folder", async () => {
  const [style] = await files();
  const folder = style!.slice(0, style!.lastIndexOf("/"));
  for (const path of ["../Cargo.toml", "..%2f..%2fCargo.toml", "%2e%2e/%2e%2e/Cargo.toml", "/etc/passwd", "..\\..\\Cargo.toml", "%00"]) {
    const { status, text } = await send(`${folder}/${path}`);
    expect(status, path).toBeGreaterThanOrEqual(400);
    expect(status, path).toBeLessThan(500);
    expect(text, path).not.toContain("[workspace]");
  }
});

test("the icon is there", async () => {
  const { status, headers, text } = await send("/favicon.svg");
  expect(status).toBe(200);
  expect(headers["content-type"]).toMatch(/^image\/svg\+xml/);
  expect(text).toContain("<svg");
});

test("browsers may fetch ahead what the reader points at, nothing of other sites", async () => {
  expect((await send("/")).headers["speculation-rules"]).toBe('"/speculation.json"');
  const { status, headers, text } = await send("/speculation.json");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/speculationrules+json");
  const { prefetch } = JSON.parse(text) as { prefetch: { where: { and: Record<string, unknown>[] }; eagerness: string }[] };
  expect(prefetch[0]!.where.and).toContainEqual({ href_matches: "/*" });
  expect(prefetch[0]!.eagerness).toBe("moderate");
});
