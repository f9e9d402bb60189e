import type { ObservedArchitecture } from "../../../observability/src/model/architecture.ts";
import { Stage7 } from "../../../stacks/stage-7.ts";
import { architectureOf } from "../../synthesize.ts";

const size = { name: "micro", cpus: 0.5, memoryMiB: 128 };

/** The architecture of stage 7, with a machine that observes every server. */
export function observedArchitecture(): ObservedArchitecture {
  const { stage, machines, connections } = architectureOf(Stage7);
  const servers = machines.flatMap((machine) => machine.servers);
  const prometheus = { name: "prometheus", role: "prometheus", port: 9090, data: true };
  return {
    stage,
    machines: [
      ...machines,
      { name: "prometheus", group: "observability", size, servers: [prometheus] },
    ],
    connections: [
      ...connections,
      ...servers.map(({ name, port }) => ({
        from: prometheus.name,
        to: name,
        network: "observability",
        port,
      })),
    ],
    observers: ["observability"],
  };
}
