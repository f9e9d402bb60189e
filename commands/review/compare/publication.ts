import { serversOf } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";

/** A published port of a server. */
export interface Publication {
  readonly server: string;
  /** An address of the Docker host; `0.0.0.0` for all. */
  readonly address: string;
  readonly port: number;
}

export function publicationsOf(stack: Stack): Publication[] {
  return serversOf(stack).flatMap(({ labels, attributes }) =>
    (attributes.ports ?? []).map(({ ip, external, internal }) => ({
      server: labels.server,
      address: ip || "0.0.0.0",
      port: external ?? internal,
    })),
  );
}

/** Whether it is reachable only from the Docker host itself. */
export function isLocal({ address }: Publication): boolean {
  return address.startsWith("127.") || address === "::1";
}
