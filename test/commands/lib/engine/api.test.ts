import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getFromEngine } from "../../../../commands/lib/engine/api.ts";
import { anEngine } from "./sample.ts";

const { PATH = "" } = process.env;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  process.env.PATH = `${folder}${delimiter}${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** A docker command that reads a request from its standard input, and prints an answer. */
function answer(status: string, body: string): void {
  const script = [
    "#!/bin/sh",
    'test "$*" = "system dial-stdio" || exit 9',
    "read method path version",
    'test "$path" = /v1.48/info || exit 9',
    `printf 'HTTP/1.1 ${status}\\r\\nContent-Length: ${body.length}\\r\\n\\r\\n${body}'`,
  ].join("\n");
  writeFileSync(join(folder, "docker"), `${script}\n`);
  chmodSync(join(folder, "docker"), 0o755);
}

test("the API of an engine by ssh is requested through the docker command", async () => {
  answer("200 OK", "asked");

  expect(await getFromEngine(anEngine({}, "ssh://ops@shop"), "/info")).toBe("asked");
});

test("fails with the engine's reason", async () => {
  answer("500 Internal Server Error", "no such host");

  await expect(getFromEngine(anEngine({}, "ssh://ops@shop"), "/info")).rejects.toThrow(
    "500 no such host",
  );
});

test("fails when the docker command does not connect", async () => {
  writeFileSync(join(folder, "docker"), "#!/bin/sh\nexit 1\n");
  chmodSync(join(folder, "docker"), 0o755);

  await expect(getFromEngine(anEngine({}, "ssh://ops@shop"), "/info")).rejects.toThrow();
});
