// The description of the API is OpenAPI as its specification has it. That answers are as described is
// held by the server's own tests.
import { expect, test } from "@playwright/test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { send } from "../support/http";

test("the description of the API is valid OpenAPI 3.1", async () => {
  const { status, headers, text } = await send("/api/v1/openapi.json");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/json");
  const validator = new Validator();
  expect((await validator.validate(JSON.parse(text))).errors).toBeUndefined();
  expect(validator.version).toBe("3.1");
  expect(() => validator.resolveRefs()).not.toThrow();
});

test("what is no OpenAPI is noticed", async () => {
  const description = JSON.parse((await send("/api/v1/openapi.json")).text);
  description.paths["/api/v1/notes"].get.parameters[0].in = "nowhere";
  expect((await new Validator().validate(description)).valid).toBe(false);
});
