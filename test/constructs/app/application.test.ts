import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Application, defineApplication } from "../../../constructs/app/application.ts";
import { root } from "../../../environment.ts";

const notes: Application = { name: "notes", image: "/notes", user: "notes", port: 8000 };

const contract = readFileSync(join(root, "docs/your-application.md"), "utf8");

test("a declaration with what is required is valid", () => {
  expect(defineApplication(notes)).toBe(notes);
});

test.each<[string, Partial<Application>, string]>([
  [
    "a name with a capital",
    { name: "My-Notes" },
    `the application's name is "My-Notes": use 1 to 20 lower-case letters and digits, a letter first`,
  ],
  [
    "a name that a service reserves",
    { name: "postgres" },
    `the application's name is "postgres", which is a reserved user name: choose another`,
  ],
  [
    "a path without a slash",
    { ready: "readyz" },
    `notes has the path "readyz": begin it with /, without spaces and quotes`,
  ],
  [
    "a prefix of files without a slash at its end",
    { files: { folder: "/files", path: "/files" } },
    `notes serves files under "/files": end the path with /`,
  ],
  [
    "retries of all requests",
    { repeatable: ["/"] },
    "notes lets proxies retry every request: list the paths below / in `repeatable`",
  ],
  [
    "a path for files that proxies retry, too",
    { repeatable: ["/static/"], files: { folder: "/files" } },
    'notes declares "/static/" twice: name each queue once, and each path once in `repeatable` and `files`',
  ],
  [
    "a queue whose name is a pattern",
    { queues: ["mails.*"] },
    `notes names a queue or a worker "mails.*": use lower-case letters, digits and hyphens, and not "app"`,
  ],
  [
    "workers without a queue",
    { workers: { worker: { command: ["work"] } } },
    "notes has workers and no queue: list the queues that they consume in `queues`",
  ],
])("fails when it has %s, with a sentence of the contract", (_, change, sentence) => {
  expect(() => defineApplication({ ...notes, ...change })).toThrow(sentence);
  expect(contract).toContain(sentence);
});
