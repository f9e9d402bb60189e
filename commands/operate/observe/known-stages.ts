import { join } from "node:path";
import type { KnownStage } from "../../../architecture/known-stage.ts";
import { serversOf } from "../../lib/stack/container.ts";
import { readStack, type Stack } from "../../lib/stack/stack.ts";
import { synthesizedStages } from "../../lib/stack/synthesized.ts";
import { listStages } from "../../lib/stage-name.ts";

/** Describes this checkout's stages, so that the live page can recognize them. */
export async function describeStages(): Promise<KnownStage[]> {
  const folder = await synthesizedStages();
  return listStages().map((stage) => describeStage(readStack(join(folder, stage), stage)));
}

export function describeStage(stack: Stack): KnownStage {
  const servers = serversOf(stack).map(({ labels, attributes }) => ({
    name: labels.server,
    hash: labels.hash,
    cpus: Number(attributes.cpus ?? 0),
    memoryMiB: attributes.memory ?? 0,
  }));
  return { stage: stack.name, servers };
}
