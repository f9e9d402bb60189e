import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { localFolder, root } from "../../../environment.ts";
import { fingerprint } from "./fingerprint.ts";
import { readStack, type Stack } from "./stack.ts";
import { runProgram } from "./synthesize.ts";

/** How many checkouts' stages are cached: each takes some hundred kilobytes. */
const MAX_CACHED = 8;

/** Counts up when what is cached of the same sources changes. */
const FORMAT = "2";

/** The variables that `environment.ts` reads. */
const VARIABLES = [
  "BLUEPRINT_APPLICATION",
  "BLUEPRINT_ENVIRONMENT",
  "BLUEPRINT_PORT",
  "BLUEPRINT_ENGINE_FOLDER",
  "BLUEPRINT_ENGINE_SOCKET",
  "DOCKER_HOST",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/**
 * Synthesizes the stages of a checkout and returns their folder. The result is cached by a
 * fingerprint of the sources. Needs no Docker engine.
 */
export async function synthesizedStages(
  checkout = root,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const variables = Object.fromEntries(VARIABLES.map((name) => [name, env[name]]));
  const cache = join(localFolder, "synthesized");
  const folder = join(
    cache,
    fingerprint(checkout, { ...variables, ...applicationApart(env), FORMAT }),
  );
  if (!existsSync(folder)) {
    const fresh = `${folder}.${process.pid}`;
    try {
      const secrets = join(fresh, "secrets.json");
      const env = {
        ...variables,
        CDKTF_OUTDIR: fresh,
        BLUEPRINT_SECRETS_FILE: secrets,
        BLUEPRINT_BUILD_ARGUMENTS: undefined,
      };
      await runProgram("main.ts", checkout, env);
      rmSync(secrets, { force: true });
      finishStages(fresh);
      if (!existsSync(folder)) renameSync(fresh, folder);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    removeOldest(cache);
  }
  return join(folder, "stacks");
}

/** A fingerprint of an application that is not in the checkout. */
function applicationApart({ BLUEPRINT_APPLICATION: named }: NodeJS.ProcessEnv) {
  const folder = resolve(root, named || ".");
  if (folder === root || folder.startsWith(`${root}/`) || !existsSync(folder)) return {};
  return { application: fingerprint(folder, {}) };
}

/** Returns a synthesized stage of this checkout. */
export async function synthesizedStage(stage: string): Promise<Stack> {
  return readStack(join(await synthesizedStages(), stage), stage);
}

/**
 * Cached stages are only compared, drawn and asked for: the environment's secrets stay unmade, and the path
 * of its state, which is another one in each checkout, is no difference.
 */
function finishStages(folder: string): void {
  const stacks = join(folder, "stacks");
  for (const stage of readdirSync(stacks)) {
    rmSync(join(stacks, stage, "secrets.auto.tfvars.json"), { force: true });
    const file = join(stacks, stage, "cdk.tf.json");
    writeFileSync(file, withoutStatePath(readFileSync(file, "utf8")));
  }
}

/** Returns a stage's JSON with the name of its state's file instead of its path. */
export function withoutStatePath(json: string): string {
  const stage = JSON.parse(json) as { terraform?: { backend?: { local?: { path?: string } } } };
  const local = stage.terraform?.backend?.local;
  if (local?.path) local.path = basename(local.path);
  return JSON.stringify(stage, null, 2);
}

function removeOldest(cache: string): void {
  mkdirSync(cache, { recursive: true });
  const folders = readdirSync(cache).map((name) => join(cache, name));
  const byAge = folders.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const folder of byAge.slice(MAX_CACHED)) rmSync(folder, { recursive: true, force: true });
}
