import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stages, synthesizeStage } from "../synthesize.ts";

/** Names of servers end in a hash, which changes with every change of an image. */
const hash = /-[0-9a-f]{8}\./g;

describe.each(stages.map((type) => [type.name.replace("Stage", "stage-"), type] as const))(
  "%s",
  (stage, type) => {
    const servers = Object.entries(synthesizeStage(type).resource.docker_container);
    const files = servers.flatMap(([server, { upload }]) =>
      (upload ?? []).map(({ file, content }) => ({ server, file, content })),
    );

    test.each(servers.filter(([, { command }]) => command))(
      "%s is started with its arguments",
      async (server, { command }) => {
        const lines = command?.join("\n").replace(hash, "-hash.");
        await expect(lines).toMatchFileSnapshot(join("__files__", stage, server, "arguments"));
      },
    );

    test.each(files)("$server reads $file", async ({ server, file, content }) => {
      await expect(content.replace(hash, "-hash.")).toMatchFileSnapshot(
        join("__files__", stage, server, file),
      );
    });
  },
);
