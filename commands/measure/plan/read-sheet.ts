import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../lib/user-error.ts";
import type { Sheet, StageCapacity } from "../capacity/sheet.ts";

export function readSheet(file: string): Sheet {
  if (!existsSync(file)) {
    throw new UserError(
      `there is no sheet at ${file}: measure one with npm run capacity -- --json ${file}`,
    );
  }
  try {
    const sheet = JSON.parse(readFileSync(file, "utf8")) as Partial<Sheet>;
    if (sheet.stages) return sheet as Sheet;
  } catch {
    // reported below
  }
  throw new UserError(
    `${file} is not a sheet of npm run capacity: measure one with npm run capacity -- --json ${file}`,
  );
}

/** The stage with that name, `stage-3` or `3`; without a name the newest one. */
export function stageOf({ stages }: Sheet, name: string | undefined): StageCapacity {
  const known = stages.map(({ stage }) => stage).join(", ") || "none";
  const stage =
    name === undefined
      ? stages.at(-1)
      : stages.find(({ stage }) => stage === name || stage === `stage-${name}`);
  if (stage) return stage;
  throw new UserError(
    `the sheet has no measurements of ${name === undefined ? "any stage" : `"${name}"`} (it has ${known}): measure them with npm run capacity`,
  );
}
