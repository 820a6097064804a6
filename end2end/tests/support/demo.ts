// What is in the demo notebook, read from its source: what the pages are compared with.
import { readFileSync } from "node:fs";

export type DemoEntry = {
  /** `2023-02-14`, or null where the notebook names no day. */
  day: string | null;
  /** How many notes it has: its top-level list items. */
  notes: number;
};

const source = readFileSync(new URL("../../../server/demo/notebook.md", import.meta.url), "utf8");

/** In the order of the notebook, which is the oldest first. */
export const entries: DemoEntry[] = source
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    day: /^\d{4}-\d\d-\d\d/.exec(section)?.[0] ?? null,
    notes: section.match(/^- /gm)?.length ?? 0,
  }));

export const notes = entries.reduce((sum, entry) => sum + entry.notes, 0);

/** The days of a year or month (`2023`, `2023-02`), oldest first. */
export const days = (period = "") =>
  entries.map(({ day }) => day).filter((day): day is string => day !== null && day.startsWith(period));

/** The only day of which nothing but the date is left. */
export const lostDay = entries.find(({ notes }) => notes === 0)!.day!;
