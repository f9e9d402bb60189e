import { docker } from "../../lib/docker.ts";
import type { RunOptions } from "../../lib/process.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Way } from "./fault.ts";
import { uninterrupted } from "./ways.ts";

/** A MAC address that does not exist: packets to it are dropped without an error. */
const unusedMac = "02:00:00:00:00:00";

interface Inspected {
  readonly Config: { readonly Image: string };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

/**
 * A network partition between the first server and the others, in both directions: packets are
 * dropped without an error. Made in the first server's network namespace, where the others'
 * addresses get an unused MAC address. `docker network disconnect` would close connections, and
 * change the address.
 */
export const cut: Way = {
  made: "arp -s <address> <no card> beside the server",
  repaired: "arp -d <address>",
  make: async (victims) => {
    await inNetworkOf(victims, (address) => `arp -s ${address} ${unusedMac}`);
  },
  repair: async (victims) => {
    await inNetworkOf(victims, (address) => `arp -d ${address} || true`, uninterrupted);
  },
};

/**
 * Runs a command for each address of the others, in a container in the first one's network
 * namespace. It has the image of the second one, because an application's image may lack busybox.
 */
async function inNetworkOf(
  victims: readonly ServerContainer[],
  command: (address: string) => string,
  options: RunOptions = {},
): Promise<void> {
  const names = victims.map(({ container }) => container);
  const inspected = await docker("inspect the servers", ["inspect", ...names], options);
  const [server, ...others] = JSON.parse(inspected) as Inspected[];
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

/** The addresses of the others on networks that they share with the first one. */
export function sharedAddresses(server: Inspected, others: readonly Inspected[]): string[] {
  const mine = Object.keys(server.NetworkSettings.Networks);
  return others.flatMap(({ NetworkSettings }) =>
    Object.entries(NetworkSettings.Networks)
      .filter(([network, { IPAddress }]) => mine.includes(network) && IPAddress !== "")
      .map(([, { IPAddress }]) => IPAddress),
  );
}
