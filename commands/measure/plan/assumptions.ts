import type { Sheet, StageCapacity } from "../capacity/sheet.ts";

/** What a plan assumes; each is printed with it. */
export const assumed = {
  /** How busy a host is at that rate: the rest is for peaks, and for hosts that are away. */
  utilisation: 0.6,
  /** Sizes that hosts can be had in, in cores. */
  hostCores: [1, 2, 4, 8, 16, 32, 64],
  largestHostCores: 64,
  /** Of what there may be many of, hosts are no larger. */
  usualHostCores: 8,
} as const;

/** The assumptions as sentences. */
export function describeAssumptions({ machine }: Sheet, { rate }: StageCapacity): string[] {
  const percent = Math.round(assumed.utilisation * 100);
  return [
    `a request costs the CPU time that it cost at ${rate} requests/s on ${machine}, and a core is such a core`,
    "the mix of requests stays that of npm run load: about 5 % are orders",
    `a host is ${percent} % busy, has ${assumed.hostCores.join(", ")} cores, and its memory grows with its cores as declared`,
    "app servers, workers, web servers, the file server and the cache use one core each: Node, nginx's one worker process and Valkey work so",
    "a tier that the stage has several of can have any number, one more than needed; all else is one host as large as it takes",
    "reads spread evenly over replicas; that each replica also writes what the primary writes is counted as if it spread, too",
    "networks, disks and locks in the database are not the limit; the payment provider is somebody else's",
  ];
}
