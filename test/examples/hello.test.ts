import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { describe, expect, test } from "vitest";
import hello from "../../examples/hello/application.ts";
import { blueprint, type Container, type StageJson, stages } from "../synthesize.ts";

const synthesized = stages.map((type, index) => {
  const text = Testing.synth(new type(blueprint(hello)), true);
  return { name: type.name, number: index + 1, text, json: JSON.parse(text) as StageJson };
});
const program = join(hello.image, "hello.py");

describe.each(synthesized)("$name with an application in Python", ({ number, text, json }) => {
  const containers = Object.entries(json.resource.docker_container);
  const named = (name: RegExp) => containers.filter(([each]) => name.test(each));
  const files = named(/^(web|load-balancer|public-address|cdn)/).flatMap(
    ([, { upload = [] }]) => upload,
  );

  test("says where the app servers listen and what they use, and nothing else", () => {
    const reads = number < 4 ? [] : ["DATABASE_READ_URL", "DATABASE_SESSION_URL"];
    const queue = number < 6 ? [] : ["QUEUE_URL"];
    const traces = number < 8 ? [] : ["TRACES_SHARE", "TRACES_URL"];
    const expected = ["DATABASE_URL", "LISTEN", "PORT", "RES_OPTIONS", "SERVER_NAME"];
    for (const [, app] of named(/^app-/)) {
      const names = variables(app).map(([name]) => name);
      expect(names.sort()).toEqual([...expected, ...reads, ...queue, ...traces].sort());
      expect(app.env).toContain("PORT=8000");
      expect(app.user).toBe("hello");
    }
  });

  test("repeats no POST on another server", () => {
    expect(files.map(({ file }) => file)).toContain("/etc/haproxy/haproxy.cfg");
    for (const { content } of files) {
      expect(content).not.toMatch(/non_idempotent|path_beg/);
      if (/retry-on/.test(content))
        expect(content).toContain("disable-l7-retry unless { method GET");
    }
  });

  test("runs two workers where there is a queue", () => {
    const workers = named(/^worker-/);

    expect(workers).toHaveLength(number < 6 ? 0 : 2);
    for (const [, { command, env }] of workers) {
      expect(command).toEqual(["python3", "hello.py", "worker"]);
      expect(env).toContainEqual(expect.stringMatching(/^QUEUE_URL=amqp:\/\/hello:/));
    }
  });

  test("gives its programs no access to the cache, which it does not use", () => {
    for (const [, server] of named(/^(app|worker)-/)) {
      expect(variables(server).map(([name]) => name)).not.toContain("CACHE_URL");
      const networks = JSON.stringify(server.networks_advanced ?? []);
      expect(networks.includes("docker_network.database.")).toBe(number > 1);
      expect(networks).not.toContain("docker_network.cache.");
    }
    const reached = number >= 8;
    for (const [, { network_mode }] of named(/^cache$/))
      expect(network_mode).toBe(reached ? undefined : "none");
    for (const [, { env }] of named(/^cache$/)) {
      expect(env?.filter((each) => each.startsWith("CACHE_RULES"))).toEqual([]);
    }
  });

  test("scrapes none of its programs, as they expose no metrics", () => {
    const uploads = named(/prometheus$/).flatMap(([, { upload = [] }]) => upload);
    const scrape = uploads.find(({ file }) => file.endsWith("scrape.json"))?.content ?? "";
    const jobs = [...scrape.matchAll(/"job_name": "([^"]+)"/g)].map(([, job]) => job);

    expect(jobs.includes("web")).toBe(number >= 8);
    expect(jobs).not.toContain("app");
    expect(jobs).not.toContain("worker");
  });

  test("holds no secret in plain text", () => {
    const urls = text.match(/\w+:\/\/\w+:[^@"]+@/g) ?? [];

    expect(urls).not.toHaveLength(0);
    for (const url of urls) expect(url).toMatch(/^\w+:\/\/hello:\$\{var\.[a-z-]+-password\}@$/);
  });
});

test("runs the user and the commands that its image has", () => {
  const dockerfile = readFileSync(join(hello.image, "Dockerfile"), "utf8");

  expect(dockerfile).toContain(`nologin ${hello.user}\n`);
  expect(dockerfile).toContain(`USER ${hello.user}\n`);
  expect(dockerfile).toContain('CMD ["python3", "hello.py"]');
  expect(readFileSync(program, "utf8")).toContain('== ["worker"]');
});

test.skipIf(spawnSync("python3", ["--version"]).status !== 0)("is a program that compiles", () => {
  const compile = "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')";
  const { stderr } = spawnSync("python3", ["-c", compile, program], { encoding: "utf8" });

  expect(stderr).toBe("");
});

function variables({ env = [] }: Container): [string, string][] {
  return env.map((each) => each.split(/=(.*)/s, 2) as [string, string]);
}
