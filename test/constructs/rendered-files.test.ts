import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../environment.ts";
import { stages, synthesizeStage } from "../synthesize.ts";

const SNAPSHOTS = join(import.meta.dirname, "__files__");

/** A rendered file of a server, or its arguments, one on each line. */
interface Rendering {
  /** The path of the snapshot, from its first user: `stage-2/web-1/etc/nginx/nginx.conf`. */
  readonly name: string;
  readonly content: string;
  /** The stages' numbers by server, which has the file's path appended if that differs. */
  readonly users: Map<string, number[]>;
}

/** Returns each distinct rendering of all stages, by file name and content. */
function findRenderings(): Rendering[] {
  const renderings = new Map<string, Rendering>();
  for (const [index, type] of stages.entries()) {
    const number = index + 1;
    for (const [server, container] of Object.entries(
      synthesizeStage(type).resource.docker_container,
    )) {
      const { command, upload = [] } = container;
      const started = command ? [{ file: "/arguments", content: command.join("\n") }] : [];
      for (const { file, content } of [...started, ...upload].map(withoutHashes)) {
        const key = `${basename(file)}\n${content}`;
        const name = `stage-${number}/${server}${file}`;
        const rendering = renderings.get(key) ?? { name, content, users: new Map() };
        const user = rendering.name.endsWith(file) ? server : `${server}${file}`;
        rendering.users.set(user, [...(rendering.users.get(user) ?? []), number]);
        renderings.set(key, rendering);
      }
    }
  }
  return [...renderings.values()];
}

/** Replaces the hashes in server names, which change with every change of an image. */
function withoutHashes({ file, content }: { file: string; content: string }) {
  return { file, content: content.replace(/-[0-9a-f]{8}\./g, "-hash.") };
}

const configurations = filesOf(join(root, "constructs"));

/**
 * Returns the file under `constructs/` that a rendering copies unchanged, except for Terraform's
 * escapes.
 */
function sourceOf({ name, content }: Rendering): string | undefined {
  const plain = content.replace(/([$%])\1(?=\{)/g, "$1");
  return configurations.find(
    (file) =>
      [basename(name), "alerts.yml"].includes(basename(file)) &&
      readFileSync(join(root, "constructs", file), "utf8") === plain,
  );
}

/** The stages in which each server has it: `web-1 1 2, web-2 from 3`. */
function describeUsers(users: Rendering["users"]): string {
  return [...users].map(([server, numbers]) => `${server} ${describeStages(numbers)}`).join(", ");
}

function describeStages(numbers: readonly number[]): string {
  const [first = 0] = numbers;
  const isFrom = numbers.at(-1) === stages.length && numbers.length === stages.length - first + 1;
  return isFrom ? `from ${first}` : numbers.join(" ");
}

function filesOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
}

const renderings = findRenderings().map((each) => ({ ...each, source: sourceOf(each) }));
const made = renderings.filter(({ source }) => source === undefined);

test("each server reads what it should, in every stage", async () => {
  const lines = renderings.map(
    ({ name, users, source }) => `${name}${source ? ` = ${source}` : ""}: ${describeUsers(users)}`,
  );

  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, "renderings.txt"),
  );
});

test.each(made)("$name is the same as its reviewed snapshot", async ({ name, content }) => {
  await expect(content).toMatchFileSnapshot(join(SNAPSHOTS, name));
});

test("each snapshot belongs to a file that a stage renders", () => {
  expect(filesOf(SNAPSHOTS)).toEqual(made.map(({ name }) => name).sort());
});
