import type { Sheet } from "../capacity/sheet.ts";

/** The assumptions of a plan; all are printed with it. */
export const assumed = {
  /** The utilisation of a host: the rest is headroom for peaks and failed hosts. */
  utilisation: 0.6,
  /** Available sizes of hosts, in cores. */
  hostCores: [1, 2, 4, 8, 16, 32, 64],
  largestHostCores: 64,
  /** The largest hosts of tiers that scale out. */
  usualHostCores: 8,
} as const;

/** The assumptions as sentences. */
export function describeAssumptions({ machine }: Sheet): string[] {
  const percent = Math.round(assumed.utilisation * 100);
  return [
    `a request costs the CPU time that was measured on ${machine}, and all cores are such cores`,
    "the mix of requests stays that of npm run load",
    `a host is ${percent} % busy, has ${assumed.hostCores.join(", ")} cores, and its memory grows with its cores as declared`,
    "app servers, workers, web servers, file servers and the cache use one core each: they are single-threaded, or have one worker process (nginx)",
    "a tier with several servers scales out to any number, with one spare; any other tier has one host, which scales up",
    "reads spread evenly over replicas; replicated writes count as if they did, too",
    "networks, disks and locks in the database are not the bottleneck; external services are not planned",
  ];
}
