// What nobody should request: it is refused with a message, and never an error of ours.
import { expect, test } from "@playwright/test";
import { elements, head, permalinks, post, send } from "../support/http";

/** The message of an error page, as a reader sees it. */
/** The text of a page, values in backticks as in the message that they come from. */
const message = (html: string) =>
  (/<main[^>]*>(.*?)<\/main>/s.exec(html)?.[1] ?? "").replace(/<\/?code>/g, "`").replace(/<[^>]+>/g, " ");

const refused: [path: string, says: string | RegExp][] = [
  ["/?foo=1", "unknown filter `foo`"],
  ["/?sigs=node", "did you mean `sig`?"],
  ["/?sig=nod", "did you mean `node`?"],
  ["/?sig=schedulin", "did you mean `scheduling`?"],
  ["/?exclude.sig=none", "`exclude.sig` cannot be `none`"],
  ["/?version=abc", "`version` cannot be `abc`"],
  ["/?version=1.28..", "`version` cannot be"],
  ["/?version=1.99999999999", "`version` cannot be"],
  ["/?in=2023-13", "`in` cannot be `2023-13`"],
  ["/?in=2023-02-30", "`in` cannot be `2023-02-30`"],
  ["/?order=sideways", "`order` cannot be `sideways`"],
  ["/?order=asc&order=desc", "`order`"],
  ["/?notebook=../../etc/passwd", "`notebook` cannot be"],
  ["/?sig=%zz", "%zz"],
  ["/?sig=%", "%"],
  ["/?%ff=1", "%ff"],
  ["/?sig=%C3%28", "%C3%28"],
  ["/?before=abc", "`before` cannot be `abc`"],
  ["/?after=2023-10-11", "`after` cannot be"],
  ["/?after=2023-10-11.57.", "`after` cannot be"],
  ["/?after=2023-10-11.99999999999999999999.0a1b2c3d", "`after` cannot be"],
  ["/?before=2023-10-11.5.0a1b2c3d&after=2023-10-11.5.0a1b2c3d", "`before`"],
  ["/2023?foo=1", "unknown filter `foo`"],
];

for (const [path, says] of refused) {
  test(`${path} is a 400 that says why`, async () => {
    const { status, headers, text } = await send(path);
    expect(status).toBe(400);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(message(text)).toContain(says);
    expect(elements(text, "a").map(({ href }) => href)).toContain("/");
  });
}

test("a query of 60 kB is refused", async () => {
  for (const query of [`sig=${"a".repeat(60_000)}`, "sig=node&".repeat(6_600), `q${"%20".repeat(20_000)}=1`]) {
    const { status, text } = await send(`/?${query}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text.length, "the query does not come back").toBeLessThan(40_000);
  }
});

test("too many values are refused", async () => {
  const { status, text } = await send(`/?${Array.from({ length: 100 }, (_, n) => `version=1.${n}`).join("&")}`);
  expect(status).toBe(400);
  expect(message(text)).toContain("version");
});

test("HTML in an address never becomes HTML of the page", async () => {
  const evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
  const written = encodeURIComponent(evil);
  const paths = [
    `/?sig=${written}`,
    `/?${written}=1`,
    `/?version=${written}`,
    `/?notebook=${written}`,
    `/?before=${written}`,
    `/e/${written}`,
    `/e/${written}/${written}`,
    `/${written}`,
    `/2023/${written}`,
    // As it stands, as far as HTTP lets it.
    "/?sig=<script>alert(1)</script><img/src=x/onerror=alert(1)>",
  ];
  for (const path of paths) {
    const { status, text } = await send(path);
    expect([400, 404], path).toContain(status);
    expect(text, path).not.toContain("<script>alert");
    expect(text, path).not.toContain("<img");
    for (const attributes of ["a", "input", "meta", "link", "main"].flatMap((name) => elements(text, name))) {
      expect(attributes, path).not.toHaveProperty("onerror");
    }
  }
});

test("ids that are none are not found", async () => {
  for (const id of ["'", "%27%20OR%201=1--", "%22", "0", "0a1b2c3d0a1b2c3d", "%00", "%F0%9F%92%A9", "..%2f..%2fetc%2fpasswd", "%ff", "ABCDEFGH"]) {
    for (const path of [`/e/${id}`, `/e/${id}/${id}`]) {
      const { status, headers, text } = await send(path);
      expect(status, path).toBe(404);
      expect(headers["content-type"], path).toMatch(/^text\/html/);
      expect(head(text).robots, path).toBe("noindex");
    }
  }
});

test.describe("the preferences", () => {
  test("are not changed from another site", async () => {
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://other.127.0.0.1" },
    ];
    for (const headers of foreign) {
      const answer = await post("/preferences", { theme: "dark" }, headers);
      expect(answer.status, JSON.stringify(headers)).toBe(403);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });

  test("are changed from the site itself, and lead back", async ({ baseURL }) => {
    const { status, headers } = await post("/preferences", { theme: "dark", back: "/?sig=node" }, { origin: baseURL! });
    expect(status).toBe(303);
    expect(headers.location).toBe("/?sig=node");
    expect(headers["set-cookie"]).toMatch(/^kepline_theme=dark;/);
    expect(headers["set-cookie"]).toContain("SameSite=Lax");
  });

  test("never lead to another site", async () => {
    for (const back of ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", " //evil.example", "/x\r\nset-cookie: a=b"]) {
      const { status, headers } = await post("/preferences", { theme: "dark", back });
      expect(status, back).toBe(303);
      expect(headers.location, back).toBe("/");
      expect(headers["set-cookie"], back).toMatch(/^kepline_theme=dark;[^\n]*$/);
    }
  });

  test("have known values, in a form that is one", async () => {
    for (const form of [{ theme: "<script>" }, { lang: "xx" }, { theme: "dark\nx" }] as Record<string, string>[]) {
      const { status, headers, text } = await post("/preferences", form);
      expect(status).toBe(400);
      expect(headers["set-cookie"]).toBeUndefined();
      expect(text).not.toContain("<script>");
    }
    const large = await post("/preferences", { theme: "dark", back: "/".padEnd(70_000, "a") });
    expect(large.status).toBe(413);
    const get = await send("/preferences");
    expect([404, 405]).toContain(get.status);
    const json = await send("/preferences", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    expect(json.status).toBe(415);
  });

  test("in broken cookies are those of nobody", async () => {
    const { status, text } = await send("/", { headers: { cookie: 'kepline_theme="><script>; kepline_lang=%00; ;;=' } });
    expect(status).toBe(200);
    expect(elements(text, "html")[0]).toEqual({ lang: "en" });
  });

  test("in a broken Accept-Language are those of nobody", async () => {
    for (const language of ["", ";;;,,,q=", "ja;q=0", "x".repeat(5_000), "ja;q=nan, en;q=-1"]) {
      const { status, text } = await send("/", { headers: { "accept-language": language } });
      expect(status, language).toBe(200);
      expect(elements(text, "html")[0], language).toEqual({ lang: "en" });
    }
  });
});

test.describe("the functions that the pages call", () => {
  const ask = (path: string) => send(path, { headers: { accept: "application/json" } });

  test("answer strangers about the search box alone", async () => {
    const { status, headers, text } = await ask("/fn/suggest?text=sig%3Anetw");
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^application\/json/);
    expect(JSON.parse(text)).toEqual([{ insert: "sig:network ", label: "SIG Network" }]);
    for (const path of ["/fn/timeline", "/fn/timeline?filter=sig%3Dnetwork", "/fn/entry?id=zzzzzzzz", "/fn/nothing"]) {
      const { status, headers } = await ask(path);
      expect(status, path).toBe(401);
      expect(headers, path).toMatchObject({ "cache-control": "no-store", "x-robots-tag": "noindex" });
    }
  });

  for (const path of ["/fn/timeline?filter=foo%3D1", "/fn/timeline?filter=%25zz", "/fn/timeline?filter[sig]=node", "/fn/entry?id=nope", "/fn/entry", "/fn/note?id=%27"]) {
    test(`${path} is a fault of who asks`, async () => {
      const { status, text } = await ask(path);
      expect(status, text).toBeGreaterThanOrEqual(400);
      expect(status, text).toBeLessThan(500);
    });
  }

  test("answer a browser that comes without a form with no error of ours", async () => {
    for (const path of ["/fn/timeline?filter=sig%3Dnode", "/fn/timeline?filter=foo%3D1", "/fn/entry"]) {
      expect((await send(path)).status, path).toBeLessThan(500);
    }
  });

  test("reveal nothing of the machine in their errors", async () => {
    for (const path of ["/fn/timeline?filter=%25zz", "/fn/entry", "/fn/entry?id=zzzzzzzz"]) {
      expect((await ask(path)).text, path).not.toMatch(/\.rs\b|sqlite|panicked|stack/i);
    }
  });
});

test("methods that mean nothing here are refused", async () => {
  const { entry } = await permalinks("2023-02-14");
  for (const path of ["/", entry, "/healthz"]) {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      expect([404, 405], `${method} ${path}`).toContain((await send(path, { method })).status);
    }
  }
});
