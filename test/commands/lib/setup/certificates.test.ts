import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { splitBundle } from "../../../../commands/lib/setup/certificates.ts";

const bundle = readFileSync(new URL("samples/bundle.crt", import.meta.url), "utf8");

test("a bundle is split into one file for each certificate, named after its subject", () => {
  const files = splitBundle(bundle);

  expect([...files.keys()].map((name) => name.replace(/-[0-9a-f]{8}\.crt$/, ".crt"))).toEqual([
    "example-root-ca-1.crt",
    "example-organisation.crt",
  ]);
  for (const pem of files.values()) {
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(pem).toMatch(/-----END CERTIFICATE-----\n$/);
  }
});

test("a duplicate certificate makes one file", () => {
  expect(splitBundle(bundle + bundle).size).toBe(2);
});

test("a bundle without certificates makes no file", () => {
  expect(splitBundle("# nothing").size).toBe(0);
});
