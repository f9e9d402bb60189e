import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { cpuSecondsOf, executeTimed } from "../../../commands/measure/bench/cpu-time.ts";
import {
  cpuSecondsBetween,
  parseProcess,
  processesOf,
} from "../../../commands/measure/bench/engine-processes.ts";
import {
  busyCores,
  memoryMiB,
  type Statistics,
} from "../../../commands/measure/bench/engine-statistics.ts";
import { type Composition, differences, mapped } from "../../../commands/measure/bench/likeness.ts";
import { benchCommand } from "../../../commands/measure/bench/options.ts";
import { phasesOf } from "../../../commands/measure/bench/phases.ts";
import { median, type Result, renderTable } from "../../../commands/measure/bench/result.ts";
import {
  imageVariables,
  type StageFile,
  unescapeExpressions,
  withoutHashes,
} from "../../../commands/measure/bench/stage-file.ts";
import { synthesisResults } from "../../../commands/measure/bench/synthesis.ts";
import { Stage3 } from "../../../stacks/stage-3.ts";
import { jsonOf } from "../../synthesize.ts";
import { asked } from "../asked.ts";

describe("options", () => {
  test("three runs are the default", async () => {
    expect(await asked(benchCommand)).toEqual({ runs: 3 });
    expect(await asked(benchCommand, "--runs", "5", "--json", "x.json")).toEqual({
      runs: 5,
      json: "x.json",
    });
  });

  test.each(["2", "0", "-1", "many"])("fails when asked for %s runs", async (runs) => {
    await expect(asked(benchCommand, `--runs=${runs}`)).rejects.toThrow(
      `--runs is "${runs}": use an odd number`,
    );
  });

  test("fails when it is given words that it does not know", async () => {
    await expect(asked(benchCommand, "--fast")).rejects.toThrow("unknown option --fast");
  });
});

describe("the table", () => {
  test("a median is the middle one, whatever the order", () => {
    expect(median([9, 1, 4])).toBe(4);
    expect(median([7])).toBe(7);
    expect(median([4, 1])).toBe(2.5);
  });

  test("a row tells the median, whether the goal is met, each run and the command", () => {
    const measures: Result[] = [
      { what: "synthesis", unit: "s", runs: [1.2, 1.6, 1.4], goal: 1.5, command: "`node main.ts`" },
      { what: "memory", unit: "MiB", runs: [600.4], goal: 512, command: "a | b" },
    ];

    expect(renderTable(measures)).toBe(
      [
        "| measure | median | goal | runs | how |",
        "| --- | --- | --- | --- | --- |",
        "| synthesis | 1.40 s | under 1.5 s, met | 1.20, 1.60, 1.40 | `node main.ts` |",
        "| memory | 600 MiB | under 512 MiB, **missed** |  | a \\| b |",
      ].join("\n"),
    );
  });
});

describe("CPU time", () => {
  test("is the user and system time of the shell's children", () => {
    expect(cpuSecondsOf("synthesized\n0m9.00s 0m9.00s\n1m2.50s 0m0.25s")).toBe(62.75);
    expect(() => cpuSecondsOf("synthesized")).toThrow("the shell printed no times: synthesized");
  });

  test("is taken of a program with its clock time and its output", async () => {
    const burn =
      "const end = Date.now() + 100; while (Date.now() < end); console.log(process.argv[1])";

    const timed = await executeTimed(process.execPath, ["-e", burn, "two words"]);

    expect(timed.output).toMatch(/^two words\n/);
    expect(timed.cpuSeconds).toBeGreaterThan(0.01);
    expect(timed.seconds).toBeGreaterThan(0.1);
  });

  test("fails when the program does", async () => {
    await expect(executeTimed("sh", ["-c", "echo no such stage; exit 3"])).rejects.toThrow(
      /ended with 3:\nno such stage$/,
    );
  });
});

test("synthesis is compared with a bare app in the same turn, by the clock and by CPU time", () => {
  const took = (seconds: number, cpuSeconds: number) => ({ seconds, cpuSeconds });
  const wide = took(9, 9);

  const results = synthesisResults([
    { bare: took(1, 0.5), all: took(2, 0.6), wide },
    { bare: took(4, 0.5), all: took(6, 0.8), wide },
  ]);

  expect(results.map(({ what, runs }) => [what, runs])).toEqual([
    ["synthesis of all stages", [2, 6]],
    ["synthesis of a bare CDKTF app", [1, 4]],
    ["synthesis of all stages, compared with a bare CDKTF app", [2, 1.5]],
    ["synthesis of all stages, compared with a bare CDKTF app, by CPU time", [1.2, 1.6]],
    ["synthesis of a stage with 200 app servers", [9, 9]],
  ]);
});

describe("the engine's figures", () => {
  const at = (second: number, cpuSeconds: number, cache: object): Statistics => ({
    read: `2026-01-01T00:00:${String(second).padStart(2, "0")}.000000000Z`,
    cpu_stats: { cpu_usage: { total_usage: cpuSeconds * 1e9 } },
    memory_stats: { usage: 30 * 2 ** 20, stats: cache },
  });

  test("memory is summed without the page cache, in both versions of cgroups", () => {
    const first = at(0, 0, { inactive_file: 10 * 2 ** 20 });
    const second = at(0, 0, { total_inactive_file: 5 * 2 ** 20, inactive_file: 1 });

    expect(memoryMiB([first, second])).toBe(45);
  });

  test("busy cores are the sum over the containers", () => {
    const before = [at(0, 1, {}), at(0, 7, {})];
    const after = [at(20, 2, {}), at(10, 8, {})];

    expect(busyCores(before, after)).toBeCloseTo(0.05 + 0.1);
  });
});

describe("the engine's processes", () => {
  const process = (pid: number, parent: number, name: string, cpuSeconds = 0, command = "") => {
    return { pid, parent, name, command, cpuSeconds };
  };

  test("are read with the CPU time of their ended children", () => {
    const fields = "S 7 1 1 0 -1 4194560 9 9 0 0 100 50 25 5 20 0 12 0 99";

    expect(parseProcess(`12 (tmux: (a) b) ${fields}`, "tmux")).toEqual(
      process(12, 7, "tmux: (a) b", 1.8, "tmux"),
    );
  });

  test("are those of the engine and of the containers that are asked for, and no others", () => {
    const all = [
      process(1, 0, "init"),
      process(2, 1, "dockerd"),
      process(3, 2, "containerd"),
      process(4, 2, "docker-proxy"),
      process(5, 3, "containerd-shim", 0, "shim -id aaa"),
      process(6, 5, "nginx"),
      process(7, 3, "containerd-shim", 0, "shim -id other"),
      process(8, 7, "postgres"),
      process(9, 1, "node"),
    ];

    const pids = processesOf(all, ["aaa", "bbb"]).map(({ pid }) => pid);

    expect(pids.sort()).toEqual([2, 3, 4, 5, 6]);
  });

  test("count with all that they used when they began between two readings", () => {
    const before = [process(2, 1, "dockerd", 10)];
    const after = [process(2, 1, "dockerd", 11), process(3, 2, "runc", 0.5)];

    expect(cpuSecondsBetween(before, after)).toBe(1.5);
  });
});

test("the time of a deploy is split by when its lines come", () => {
  const lines = [
    { text: "> blueprint@0.1.0 deploy", at: 300 },
    { text: "→ synthesizing the stages", at: 1000 },
    { text: "✓ synthesizing the stages 1.0 s", at: 2000 },
    { text: "→ preparing terraform", at: 2000 },
    { text: "✓ preparing terraform 0.5 s", at: 2500 },
    { text: "plan: 3 to create", at: 3000 },
  ];

  const phases = phasesOf({ lines, seconds: 9, output: "" });

  expect(phases).toEqual({ npm: 0.3, checks: 0.7, synthesis: 1, init: 0.5, plan: 0.5, apply: 6 });
});

describe("a composition", () => {
  const healthcheck = {
    test: ["CMD-SHELL", "true"],
    interval: "1s",
    timeout: "10s",
    retries: 3,
    start_period: "1m0s",
  };
  const stage = {
    resource: {
      docker_image: { shop: { name: "blueprint-shop:1" } },
      docker_network: { app: { internal: true } },
      docker_container: {
        "app-1": {
          name: "shop-app-1",
          image: `\${docker_image.shop.name}`,
          user: "shop",
          env: [`COOKIE_SECRET=\${var.cookie-secret}`, "LISTEN=127.0.0.1,app-1.app"],
          networks_advanced: [{ name: `\${docker_network.app.name}`, aliases: ["app"] }],
          volumes: [{ container_path: "/data" }],
          cpus: "0.5",
          memory: 256,
          memory_swap: 256,
          log_driver: "json-file",
          log_opts: { "max-size": "10m" },
          capabilities: { drop: ["ALL"] },
          security_opts: ["no-new-privileges:true"],
          read_only: true,
          tmpfs: { "/tmp": "rw" },
          healthcheck,
          restart: "unless-stopped",
          stop_timeout: 30,
        },
      },
    },
  } satisfies StageFile;
  const app = {
    image: "blueprint-shop:1",
    user: "shop",
    command: null,
    environment: { LISTEN: "127.0.0.1,app-1.app", COOKIE_SECRET: "5f3a" },
    networks: { app: { aliases: ["app"] } },
    volumes: [{ target: "/data" }],
    cpus: 0.5,
    mem_limit: `${256 * 2 ** 20}`,
    memswap_limit: `${256 * 2 ** 20}`,
    logging: { driver: "json-file", options: { "max-size": "10m" } },
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    read_only: true,
    tmpfs: ["/tmp:rw"],
    healthcheck,
    restart: "unless-stopped",
    stop_grace_period: "30s",
  };
  const networks = { app: { internal: true } };

  test("is like the stage when all that a container is made of is the same", () => {
    const composition: Composition = { services: { "app-1": app }, networks };

    expect(differences(stage, composition)).toEqual([]);
  });

  test("differs when a limit or a network does", () => {
    const smaller = { ...app, mem_limit: `${128 * 2 ** 20}` };

    expect(differences(stage, { services: { "app-1": smaller }, networks: { app: {} } })).toEqual([
      'the networks: the stage has {"app":true}, compose.yaml {"app":false}',
      "memory of app-1: the stage has [256,256], compose.yaml [128,256]",
    ]);
  });
});

test("compose.yaml is what stage-3 is", () => {
  const stage = withoutHashes(jsonOf(Stage3));

  expect(differences(stage, readComposition(stage))).toEqual([]);
});

/** What a YAML file holds. */
// biome-ignore lint/suspicious/noExplicitAny: differences() looks at each value
type ComposeFile = Record<"services" | "networks", Record<string, any>>;

/** Our compose.yaml, filled in and in the form that Compose gives it. */
function readComposition(stage: StageFile): Composition {
  const variables: Record<string, string> = {
    PORT: "8080",
    FILES: "/files",
    ...imageVariables(stage),
  };
  const text = readFileSync("commands/measure/bench/compose.yaml", "utf8")
    .replace(/\$\{(\w+):\?\}/g, (_, name) => variables[name] ?? "a secret")
    .replaceAll("$$", "$");
  const { services, networks } = parse(text, { merge: true }) as ComposeFile;
  const bytes = (size: string) => `${Number.parseInt(size, 10) * 2 ** 20}`;
  return {
    networks: mapped(networks, (network) => network ?? {}),
    services: mapped(services, (service) => ({
      ...service,
      mem_limit: bytes(service.mem_limit),
      memswap_limit: bytes(service.memswap_limit),
      ports: (service.ports ?? []).map((each: string) => {
        const [published = "", target] = each.split(":");
        return { published, target: Number(target) };
      }),
      volumes: (service.volumes ?? []).map((each: string) => ({ target: each.split(":")[1] })),
      healthcheck: {
        ...service.healthcheck,
        test: ["CMD-SHELL", service.healthcheck.test],
        start_period: "1m0s",
      },
    })),
  };
}

describe("a synthesized stage", () => {
  test("is read without the hashes in its servers' own names", () => {
    const json = JSON.stringify({
      listen: "127.0.0.1,app-1-109d1cc6.app",
      bind: "bind load-balancer-c2a6ef32.public-address-entry:8080",
      image: "blueprint-shop:a0b76052b54c",
    });

    expect(withoutHashes(json)).toEqual({
      listen: "127.0.0.1,app-1.app",
      bind: "bind load-balancer.public-address-entry:8080",
      image: "blueprint-shop:a0b76052b54c",
    });
  });

  test("gives files without what escapes Terraform's expressions", () => {
    expect(unescapeExpressions("$${host} %%{+Q} $5 100%")).toBe("$" + "{host} %{+Q} $5 100%");
  });
});
