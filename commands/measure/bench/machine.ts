import { cpus } from "node:os";
import type { Setup } from "../../lib/setup/index.ts";

/** Describes the machine and the versions of a measurement. */
export function describeMachine({ terraform, engine }: Setup): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim()}, Node ${process.versions.node}, ${terraform.program} ${terraform.version}, Docker ${engine.version}`;
}
