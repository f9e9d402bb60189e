import { serversOf } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";

/** A port of the engine's machine that leads to a server. */
export interface Publication {
  readonly server: string;
  /** Of the engine's machine; `0.0.0.0` is all of them. */
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

/** Whether only who is on the engine's machine reaches it. */
export function isLocal({ address }: Publication): boolean {
  return address.startsWith("127.") || address === "::1";
}
