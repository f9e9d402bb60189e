import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { Construct } from "constructs";
import application from "../application.ts";
import type { Architecture } from "../architecture/model.ts";
import { listStages } from "../commands/lib/stage-name.ts";
import type { Application } from "../constructs/app/application.ts";
import { Blueprint } from "../constructs/core/blueprint.ts";
import { Stage } from "../constructs/core/stage.ts";
import { describeArchitecture } from "../constructs/server/architecture.ts";
import { readEnvironment, root } from "../environment.ts";
import outside from "../shop/outside.ts";

export type StageType = new (scope: Construct) => Stage;

/** All stages that stacks/ holds, in their order. */
export const stages = await Promise.all(
  listStages().map(async (name) => {
    const file = join(root, "stacks", `${name}.ts`);
    const module = (await import(/* @vite-ignore */ file)) as Record<string, StageType>;
    const type = module[name.replace("stage-", "Stage")];
    if (!type) throw new Error(`stacks/${name}.ts exports no ${name.replace("stage-", "Stage")}`);
    return type;
  }),
);

export const lastStage = stages.at(-1) as StageType;

/** The stages with their names, such as `stage-3`, and their numbers. */
export const namedStages = stages.map((type) => {
  const number = Number(type.name.replace("Stage", ""));
  return { type, name: `stage-${number}`, number };
});

/** A blueprint whose JSON is only read: the folder that cdktf makes for it goes at once. */
export function blueprint(
  carried: Application = application,
  makeOutside = carried === application ? outside : undefined,
  variables: NodeJS.ProcessEnv = {},
): Blueprint {
  const folder = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    return new Blueprint(carried, makeOutside, readEnvironment(variables), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The JSON of a stage made of what `build` puts into it, with validations on. */
export function synthesize(
  build: (stage: Stage) => void,
  variables: NodeJS.ProcessEnv = {},
): string {
  class TestStage extends Stage {}
  const stage = new TestStage(blueprint(undefined, undefined, variables), "stage-test");
  build(stage);
  return Testing.synth(stage, true);
}

/** What is read of a stage's JSON here. */
export interface StageJson {
  readonly resource: Record<string, Record<string, Resource>> & {
    readonly docker_container: Record<string, Container>;
  };
  readonly variable: Record<string, object>;
}

export interface Resource {
  readonly name: string;
}

export interface Container extends Resource {
  readonly command?: string[];
  readonly env?: string[];
  readonly user?: string;
  readonly memory?: number;
  readonly memory_swap?: number;
  readonly cpus?: string;
  readonly ports?: { internal: number; external: number; ip?: string }[];
  readonly capabilities?: { add?: string[]; drop?: string[] };
  readonly security_opts?: string[];
  readonly read_only?: boolean;
  readonly upload?: { file: string; content: string }[];
  readonly healthcheck?: { test: string[] };
  readonly restart?: string;
  readonly destroy_grace_seconds?: number;
  readonly stop_signal?: string;
  readonly timeouts?: { delete?: string };
  readonly network_mode?: string;
  readonly networks_advanced?: { name: string; aliases: string[] }[];
  readonly volumes?: {
    volume_name?: string;
    host_path?: string;
    container_path: string;
    read_only?: boolean;
  }[];
  readonly depends_on?: string[];
  readonly lifecycle?: { create_before_destroy?: boolean };
  readonly labels: { label: string; value: string }[];
}

/** The JSON of each stage that was asked for: stages do not change while tests run. */
const texts = new Map<StageType, string>();

/** A stage's JSON, with validations on. */
export function jsonOf(type: StageType): string {
  const text = texts.get(type) ?? Testing.synth(new type(blueprint()), true);
  texts.set(type, text);
  return text;
}

/** A stage as it is synthesized; the caller may change it. */
export function synthesizeStage(type: StageType): StageJson {
  return JSON.parse(jsonOf(type));
}

const architectures = new Map<StageType, Architecture>();

/** What a stage's constructs say that it is. */
export function architectureOf(type: StageType): Architecture {
  const architecture = architectures.get(type) ?? describeArchitecture(new type(blueprint()));
  architectures.set(type, architecture);
  return architecture;
}
