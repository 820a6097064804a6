// What the sync sends to GitHub is what GitHub's published schema allows. A unit test of the server holds
// that these files are what it sends.
import { schema } from "@octokit/graphql-schema";
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";

// The published file names a field twice in one type, which is no fault of ours.
const published = buildSchema(schema.idl, { assumeValidSDL: true });
const complaints = (query: string) => validate(published, parse(query)).map((error) => error.message);

for (const name of ["states", "discussions"]) {
  test(`GitHub's schema allows ${name}.graphql`, () => {
    const query = new URL(`../../../server/src/sync/github/${name}.graphql`, import.meta.url);
    expect(complaints(readFileSync(query, "utf8"))).toEqual([]);
  });
}

test("what the schema does not have is noticed", () => {
  expect(complaints('{ repository(owner: 1, name: "n") { nickname } }')).toHaveLength(2);
});
