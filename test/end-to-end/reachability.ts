import { createInterface } from "node:readline";
import { execa } from "execa";
import { architectureOf, namedStages } from "../synthesize.ts";
import { type Topology, topologyOf } from "../topology.ts";
import { docker, type Shop } from "./shop.ts";

/** Who may reach whom in a stage: `web-1 -> app-1`. */
export function meantToReach(stage: string): string[] {
  const topology = meantFor(stage);
  const ways = Object.values(topology.networks).flatMap(
    ({ servers, metrics = [], clients = [] }) => {
      const answering = [...servers, ...metrics];
      const asking = [...answering, ...clients].flatMap((name) => [
        name,
        ...guestsOf(topology, name),
      ]);
      return asking.flatMap((from) =>
        answering.filter((to) => !isSame(topology, from, to)).map((to) => `${from} -> ${to}`),
      );
    },
  );
  return [...new Set(ways)].sort();
}

function meantFor(stage: string): Topology {
  const found = namedStages.find(({ name }) => name === stage);
  if (!found) throw new Error(`there is no ${stage} in stacks/`);
  return topologyOf(architectureOf(found.type));
}

function guestsOf({ guests }: Topology, host: string): readonly string[] {
  return guests[host] ?? [];
}

/** A guest has its host's address. */
function isSame(topology: Topology, from: string, to: string): boolean {
  return from === to || guestsOf(topology, to).includes(from);
}

/** Who does reach whom in the stage that runs: tried from each container on each port of each other. */
export async function findReachable(shop: Shop, stage: string): Promise<string[]> {
  const topology = meantFor(stage);
  const containers = Object.entries(await shop.containers());
  const addresses = await addressesOf(containers.map(([, container]) => container));
  const servers = await Promise.all(
    containers.map(async ([name, container], index) => {
      const shell = new Shell(container);
      return { name, shell, ips: addresses[index] ?? [], ports: await listeningPorts(shell) };
    }),
  );
  const found = await Promise.all(
    servers.map(async ({ name: from, shell }) => {
      const others = servers.filter(({ name: to }) => !isSame(topology, from, to));
      const open = await openAddresses(shell, others);
      return others
        .filter(({ ips }) => ips.some((ip) => open.has(ip)))
        .map(({ name: to }) => `${from} -> ${to}`);
    }),
  );
  return found.flat().sort();
}

/** The addresses of each container on its networks; none for a guest of a host. */
async function addressesOf(containers: readonly string[]): Promise<string[][]> {
  const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }} {{ end }}";
  const text = await docker("inspect", "--format", format, ...containers);
  return text.split("\n").map((line) => line.split(" ").filter((ip) => ip !== ""));
}

/** A shell in a container. It runs one script after another: starting it is what takes long. */
class Shell {
  private readonly process;
  private readonly lines;

  constructor(container: string) {
    this.process = execa("docker", ["exec", "--interactive", container, "bash"], {
      reject: false,
    });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** Runs a script, and returns the lines that it printed. */
  async run(script: string): Promise<string[]> {
    this.process.stdin.write(`${script}\necho ${END}\n`);
    const printed: string[] = [];
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the shell ended: ${(await this.process).stderr}`);
      if (value === END) return printed;
      printed.push(value);
    }
  }

  async end(): Promise<void> {
    this.process.stdin.end();
    await this.process;
  }
}

const END = "end of script";

/** The ports that programs in a container listen on, on whatever address: what the kernel says. */
async function listeningPorts(shell: Shell): Promise<number[]> {
  const lines = await shell.run("cat /proc/net/tcp /proc/net/tcp6");
  const ports = [...lines.join("\n").matchAll(/:([0-9A-F]{4}) [0-9A-F]+:0000 0A /g)];
  return [...new Set(ports.map(([, port = ""]) => Number.parseInt(port, 16)))];
}

/** Tries at once, for a container with little memory. */
const AT_ONCE = 32;

/** Which addresses answer on any port that their server listens on, tried from inside a container. */
async function openAddresses(
  shell: Shell,
  servers: readonly { readonly ips: readonly string[]; readonly ports: readonly number[] }[],
): Promise<Set<string>> {
  const tries = servers.flatMap(({ ips, ports }) =>
    ips.flatMap((ip) => ports.map((port) => `(: < /dev/tcp/${ip}/${port}) && echo ${ip} &`)),
  );
  const script: string[] = [];
  for (let first = 0; first < tries.length; first += AT_ONCE) {
    const wave = [...tries.slice(first, first + AT_ONCE), "wait"];
    // without an input of its own it would read the rest of the script
    script.push(`timeout 2 bash -c '${wave.join("\n")}' < /dev/null`);
  }
  const answered = await shell.run(script.join("\n"));
  await shell.end();
  return new Set(answered);
}
