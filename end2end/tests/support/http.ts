// The server without a browser: requests exactly as they are written, answers as they come.
import { test } from "@playwright/test";
import { request as open } from "node:http";

export type Answer = { status: number; headers: Record<string, string | undefined>; text: string };

type Options = { method?: string; headers?: Record<string, string>; body?: string };

export const baseURL = () => test.info().project.use.baseURL!;

/** Sends a request whose path nobody tidies up beforehand, as a browser would ask for a page, and follows nothing. */
export function send(path: string, { method = "GET", headers = {}, body }: Options = {}): Promise<Answer> {
  const { hostname, port } = new URL(baseURL());
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { accept: "text/html,*/*;q=0.8", ...headers } };
    const request = open(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const flat = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join("\n")]);
        resolve({
          status: response.statusCode!,
          headers: Object.fromEntries(flat),
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Posts a form; `headers` say where from. */
export const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  send(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(form).toString(),
  });

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'" };

const decode = (text: string) => text.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (entity) => ENTITIES[entity]!);

/** The attributes of every element of a name, in the order of the document. */
export function elements(html: string, name: string): Record<string, string>[] {
  return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "g"))].map(([, attributes]) =>
    Object.fromEntries([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decode(value!)])),
  );
}

/** What a page says of itself: `description`, `og:title`, `robots`, `canonical`, `title` … */
export function head(html: string): Record<string, string | undefined> {
  const meta: Record<string, string> = {};
  for (const { name, property, content } of elements(html, "meta")) {
    const key = name ?? property;
    if (key !== undefined && content !== undefined) meta[key] = content;
  }
  const canonical = elements(html, "link").find(({ rel }) => rel === "canonical");
  if (canonical?.href !== undefined) meta.canonical = canonical.href;
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1];
  if (title !== undefined) meta.title = decode(title);
  return meta;
}

export const entriesOf = (html: string) => elements(html, "article").flatMap(({ id }) => id?.match(/^e-(.+)/)?.[1] ?? []);

export const notesOf = (html: string) => elements(html, "section").flatMap(({ id }) => id?.match(/^n-(.+)/)?.[1] ?? []);

/** The entries and notes of a list, over all of its pages. */
export async function walk(path: string) {
  const found = { entries: [] as string[], notes: [] as string[], pages: 0 };
  for (let next: string | undefined = path; next !== undefined; found.pages++) {
    const { status, text } = await send(next);
    if (status !== 200) throw new Error(`${next} answered ${status}`);
    found.entries.push(...entriesOf(text));
    found.notes.push(...notesOf(text));
    next = elements(text, "a").find(({ rel }) => rel === "next")?.href;
    if (found.pages > 50) throw new Error(`${path} has no end`);
  }
  return found;
}

let known: Map<string, { entry: string; notes: string[] }> | undefined;

/** The permalinks of the entry of a day and of its notes, from the whole timeline. */
export async function permalinks(day: string) {
  if (known === undefined) {
    const found = new Map<string, { entry: string; notes: string[] }>();
    for (let next: string | undefined = "/"; next !== undefined; ) {
      const { text } = await send(next);
      for (const article of text.split("<article").slice(1).map((rest) => `<article${rest}`)) {
        const entry = `/e/${entriesOf(article)[0]}`;
        const day = elements(article, "time")[0]?.datetime;
        if (day !== undefined) found.set(day, { entry, notes: notesOf(article).map((note) => `${entry}/${note}`) });
      }
      next = elements(text, "a").find(({ rel }) => rel === "next")?.href;
    }
    known = found;
  }
  const links = known.get(day);
  if (links === undefined) throw new Error(`no entry of ${day} on the timeline`);
  return links;
}
