import { cpus, totalmem } from "node:os";

/** Describes the machine that measurements were made on. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? "an unknown CPU"}, ${gibibytes} GiB, Node ${process.versions.node}`;
}
