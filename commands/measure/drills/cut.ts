import { docker } from "../../lib/docker.ts";
import type { RunOptions } from "../../lib/process.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Way } from "./fault.ts";
import { uninterrupted } from "./ways.ts";

/** A network card that nobody has: what is sent to it is lost without a word. */
const nobody = "02:00:00:00:00:00";

interface Inspected {
  readonly Config: { readonly Image: string };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

/**
 * The first server and the others lose each other, and nobody is told: no packet arrives, in neither
 * direction, and all other ways stay. Made in the first server's network, where the others' addresses
 * are given to a network card that does not exist. `docker network disconnect` would end connections
 * aloud, and give another address afterwards.
 */
export const cut: Way = {
  made: "arp -s <address> <no card> beside the server",
  repaired: "arp -d <address>",
  make: async (victims) => {
    await inNetworkOf(victims, (address) => `arp -s ${address} ${nobody}`);
  },
  repair: async (victims) => {
    await inNetworkOf(victims, (address) => `arp -d ${address} || true`, uninterrupted);
  },
};

/**
 * Runs a command for each address of the others, in a container that shares the first one's network.
 * Its image is that of the second one, because an application's image may be without busybox.
 */
async function inNetworkOf(
  victims: readonly ServerContainer[],
  command: (address: string) => string,
  options: RunOptions = {},
): Promise<void> {
  const names = victims.map(({ container }) => container);
  const told = await docker("look at the servers", ["inspect", ...names], options);
  const [server, ...others] = JSON.parse(told) as Inspected[];
  const [other] = others;
  const addresses = server ? sharedAddresses(server, others) : [];
  if (!server || !other || addresses.length === 0)
    throw new UserError(`${names.join(" and ")} share no network that could be cut`);

  const commands = addresses.map((address) => `busybox ${command(address)}`);
  const rights = ["--user=0", "--cap-drop=ALL", "--cap-add=NET_ADMIN"];
  const program = ["--entrypoint=sh", other.Config.Image, "-ec", commands.join("\n")];
  await docker(
    "cut the network",
    ["run", "--rm", `--network=container:${names[0]}`, ...rights, ...program],
    options,
  );
}

/** The addresses that the others have on networks which the first one is on, too. */
export function sharedAddresses(server: Inspected, others: readonly Inspected[]): string[] {
  const mine = Object.keys(server.NetworkSettings.Networks);
  return others.flatMap(({ NetworkSettings }) =>
    Object.entries(NetworkSettings.Networks)
      .filter(([network, { IPAddress }]) => mine.includes(network) && IPAddress !== "")
      .map(([, { IPAddress }]) => IPAddress),
  );
}
