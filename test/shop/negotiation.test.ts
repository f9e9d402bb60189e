import type { FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { wantsJson } from "../../shop/src/app/negotiation.ts";

const request = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest;

test.each([
  [{ accept: "application/json" }, true],
  [{ accept: "application/problem+json, application/json" }, true],
  [{ accept: "text/html,application/xhtml+xml,*/*;q=0.8" }, false],
  [{ accept: "text/html, application/json" }, false],
  [{ accept: "*/*" }, false],
  [{}, false],
  [{ accept: "*/*", "content-type": "application/json" }, true],
  [{ "content-type": "application/x-www-form-urlencoded" }, false],
])("a request with %j wants JSON: %s", (headers, answer) => {
  expect(wantsJson(request(headers as Record<string, string>))).toBe(answer);
});
