import { describe, expect, test } from "vitest";
import { pictureOf } from "../../../architecture/picture.ts";
import { KnownStages } from "../../../observability/src/collector/architecture/known-stages.ts";
import { liveArchitecture } from "../../../observability/src/collector/architecture/live-architecture.ts";
import type { ListedContainer } from "../../../observability/src/collector/engine/engine.ts";

const stages = new KnownStages([
  {
    stage: "stage-3",
    servers: [
      { name: "app-1", hash: "0000000a", cpus: 0.15, memoryMiB: 256 },
      { name: "web-1", hash: "0000000b", cpus: 0.5, memoryMiB: 128 },
    ],
  },
]);

interface More extends Partial<ListedContainer> {
  readonly hash?: string;
  readonly asks?: readonly string[];
}

/** A container as the engine lists it: by default it runs on its own machine. */
function container(server: string, more: More = {}): ListedContainer {
  const { hash = "0000000a", asks = [], ...rest } = more;
  const role = server.replace(/-\d+$/, "");
  return {
    id: `${server} ${hash}`,
    name: `shop-${server}-${hash}`,
    server,
    role,
    state: "running",
    created: 1,
    addresses: [],
    labels: { server, role, group: role, host: server, port: 80, environment: "shop", hash, asks },
    networks: [`shop-${role}`],
    keepsData: false,
    ...rest,
  };
}

const app = container("app-1");
const web = container("web-1", {
  hash: "0000000b",
  asks: ["app"],
  networks: ["shop-app", "shop-web"],
});
const live = (...containers: ListedContainer[]) => liveArchitecture("shop", containers, stages);
const phases = (...containers: ListedContainer[]) =>
  Object.entries(live(...containers).containers).map(([name, { phase }]) => `${name} ${phase}`);

describe("what runs at a moment", () => {
  test("has its machines with their sizes, and their connections", () => {
    const { stage, machines, connections } = live(app, web);

    expect(stage).toBe("stage-3");
    expect(machines.map(({ name, size }) => [name, size.name])).toEqual([
      ["app-1", "lean"],
      ["web-1", "micro"],
    ]);
    expect(connections.map(({ from, to }) => [from, to])).toEqual([["web-1", "app-1"]]);
  });

  test("has the old and the new server of one name, from the creation of the new one on", () => {
    const next = container("app-1", { hash: "0000000c", created: 2, state: "created" });
    const { machines, containers } = live(app, web, next);

    expect(machines.map(({ name, group }) => [name, group])).toEqual([
      ["app-1", "app"],
      ["app-1-0000000a", "app"],
      ["web-1", "web"],
    ]);
    expect(containers["app-1"]).toEqual({
      container: "app-1-0000000c",
      server: "app-1",
      phase: "starting",
    });
    expect(containers["app-1-0000000a"]).toMatchObject({ server: "app-1", phase: "leaving" });
  });

  test("shows a killed server as down, until another one takes its place", () => {
    const killed = { ...app, state: "exited" };
    const next = container("app-1", { hash: "0000000c", created: 2 });

    expect(phases(killed)).toEqual(["app-1 down"]);
    expect(phases(killed, next)).toEqual(["app-1-0000000a leaving", "app-1 up"]);
  });

  test.each([
    ["running", "starting", "starting"],
    ["running", "healthy", "up"],
    ["running", "unhealthy", "unhealthy"],
    ["running", undefined, "up"],
    ["paused", "Paused", "down"],
    ["restarting", undefined, "down"],
  ])("a container that is %s and %s is %s", (state, health, phase) => {
    expect(phases({ ...app, state, health })).toEqual([`app-1 ${phase}`]);
  });

  test("keeps two shared hosts apart, each with its own servers", () => {
    const host = (hash: string, created: number) =>
      container("host", { hash, created, networks: ["shop-app", "shop-entry"], asks: ["app"] });
    const [old, next] = [host("0000000d", 1), host("0000000e", 2)];
    const guest = (server: string, { id: machineId }: ListedContainer, created: number) =>
      container(server, { hash: `0000000${created}`, created, machineId, networks: [] });
    const containers = [
      ...[old, guest("app-1", old, 1), guest("web-1", old, 1)],
      ...[next, guest("app-1", next, 2), guest("web-1", next, 2)],
    ];
    const address = container("public-address", { asks: ["entry"], networks: ["shop-entry"] });

    const { machines, connections } = live(...containers, address);

    expect(machines.map(({ name, servers }) => [name, servers.map((each) => each.name)])).toEqual([
      ["host", ["app-1", "web-1"]],
      ["host-0000000d", ["app-1-00000001", "web-1-00000001"]],
      ["public-address", ["public-address"]],
    ]);
    expect(connections.filter(({ from }) => from === "public-address").map(({ to }) => to)).toEqual(
      ["web-1", "web-1-00000001"],
    );
  });

  test("a host that is being emptied stays in its tier", () => {
    const host = container("host", { networks: [] });
    const guest = container("app-1", { machineId: host.id, networks: [] });

    expect(pictureOf(live(host, guest)).tiers.map(({ id }) => id)).toEqual(["host/host"]);
    expect(live(host).machines).toEqual([]);
  });

  test("says so while it is no stage, and where it is none of this checkout's", () => {
    expect(live(app).stage).toBe("changing");
    expect(live(container("app-1", { hash: "0000000f" })).stage).toBe("environment shop");
    expect(live().stage).toBe("nothing runs");
  });
});
