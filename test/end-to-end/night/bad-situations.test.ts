import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineProxy } from "../engine-proxy.ts";
import { descendants } from "../processes.ts";
import { docker, Shop, until } from "../shop.ts";
import { placeOrder } from "../shoppers.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
});
afterAll(() => shop.remove());

const orders: string[] = [];

/** The shop takes an order, none was lost, and nothing is left to change. */
async function expectWhole(stage: string): Promise<void> {
  orders.push((await placeOrder(shop.url)).id);
  expect((await shop.orders()).sort()).toEqual(orders.sort());
  expect(await shop.plan(stage)).toBe("");
}

async function deployCompletes(stage: string): Promise<string> {
  const printed = await shop.run("deploy", stage);
  await expectWhole(stage);
  return printed;
}

/** Starts a deploy, and gives it when it has started a new database server, for which it waits. */
async function beginDeploy(stage: string, variables?: Record<string, string>) {
  const labels = [`environment=${shop.name}`, "server=database-1"];
  const filters = labels.flatMap((label) => ["--filter", `label=blueprint.${label}`]);
  const database = () => docker("ps", "--quiet", ...filters);
  const before = await database();
  const deploy = shop.start(["deploy", stage], variables);
  await until("a new database server runs", async () => {
    if (deploy.exitCode !== null) throw new Error(`it ended before that:\n${(await deploy).all}`);
    return !["", before].includes(await database());
  });
  // in an object: what execa gives is thenable, and would be waited for to its end
  return { deploy };
}

describe("what cannot be meant is refused with what is allowed", () => {
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ["a bad name", ["deploy"], { BLUEPRINT_ENVIRONMENT: "My Shop" }, /"My Shop": use 1 to 20/],
    ["a bad port", ["deploy"], { BLUEPRINT_PORT: "80" }, /"80": use a number from 1024 to 65535/],
    ["no port", ["destroy"], { BLUEPRINT_PORT: "http" }, /"http": use a number from 1024 to 65535/],
    ["an unknown stage", ["deploy", "stage-99"], {}, /"stage-99": there are stage-1, stage-2/],
    [
      "two stages",
      ["deploy", "stage-1", "stage-2"],
      {},
      /too many arguments, got "stage-1 stage-2"/,
    ],
    ["an unknown command", ["deplyo"], {}, /no command "deplyo": did you mean deploy/],
  ])("%s", async (_, words, variables, sentence) => {
    const { all, exitCode } = await shop.start(words, variables);

    expect(all.trim()).toMatch(sentence);
    expect(all.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(1);
  });
});

describe("nothing is deployed yet, and", () => {
  test("the port is taken: a sentence names it, and nothing is made until it is free", async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(shop.port, "0.0.0.0", listening));

    const failure = await shop.run("deploy", "stage-1").catch(String);
    await new Promise((closed) => other.close(closed));

    expect(failure).toMatch(`port ${shop.port} is taken`);
    expect(failure).toMatch(
      `choose another port with BLUEPRINT_ENVIRONMENT=${shop.name} BLUEPRINT_PORT=${shop.port + 1} `,
    );
    expect(await shop.remains()).toBe("");
  });

  test("the disk is full while an image is built: a sentence says so, and the next deploy goes on", async () => {
    const message = "write /var/lib/docker/tmp/layer: no space left on device";
    const proxy = await EngineProxy.open(({ method, url = "" }, answer) => {
      if (method !== "POST" || !url.includes("/build")) return false;
      answer.end(JSON.stringify({ errorDetail: { message }, error: message }));
      return true;
    });

    const { all, exitCode } = await shop.start(["deploy", "stage-1"], {
      DOCKER_HOST: proxy.address,
    });
    await proxy.close();

    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /error: the disk is full: make room .*run ".*npm run deploy stage-1" again/,
    );
    await deployCompletes("stage-1");
  });
});

describe("a shop is running, and", () => {
  test("its host was restarted by hand: the next deploy brings the servers back", async () => {
    const { host = "" } = await shop.containers();
    await docker("restart", host);

    const printed = await deployCompletes("stage-1");

    expect(printed).toMatch(/app-1.*: its host was restarted/);
  });

  test("the name of a server that is gone is taken by a container of an interrupted run: it is removed", async () => {
    const { "payment-provider": name = "" } = await shop.containers();
    const image = await docker("inspect", "--format", "{{ .Config.Image }}", name);
    await docker("rm", "--force", name);
    await docker("create", "--name", name, "--label", `blueprint.environment=${shop.name}`, image);

    const printed = await deployCompletes("stage-1");

    expect(printed).toContain(`removing the container ${name}: left over from an interrupted run`);
  });

  test("the name of a server that is gone is taken by somebody else's container: that one is left alone", async () => {
    const { "payment-provider": name = "" } = await shop.containers();
    const image = await docker("inspect", "--format", "{{ .Config.Image }}", name);
    await docker("rm", "--force", name);
    await docker("create", "--name", name, image);

    const failure = await shop.run("deploy", "stage-1").catch(String);
    await docker("rm", name);

    expect(failure).toMatch(
      /error: a container that is not managed here has a name .* remove or rename/,
    );
    await deployCompletes("stage-1");
  });

  test("its folder was lost: a sentence, it is left alone, and goes on when the folder is back", async () => {
    const { folder } = shop.environment;
    const before = await shop.containers();
    renameSync(folder, `${folder}.lost`);

    const failure = await shop.run("deploy", "stage-1").catch(String);
    renameSync(`${folder}.lost`, folder);

    expect(failure).toMatch(/was not deployed from this checkout, .*: put that folder back, or/);
    expect(await shop.containers()).toEqual(before);
    await deployCompletes("stage-1");
  });

  test("its state is lost: a sentence names the ways out, and one of them is gone", async () => {
    const { stateFile } = shop.environment;
    const before = await shop.containers();
    renameSync(stateFile, `${stateFile}.lost`);

    const failure = await shop.run("deploy", "stage-1").catch(String);
    const untouched = await shop.containers();
    const printed = await shop.run("deploy", "stage-1", "--remove-strays");

    expect(failure).toMatch(/running servers that its Terraform state does not know/);
    expect(failure).toMatch(/npm run deploy stage-1 -- --remove-strays/);
    expect(untouched).toEqual(before);
    expect(printed).toMatch(/removing the container .*app-1/);
    await expectWhole("stage-1");
  });

  test("another checkout has secrets for its name: a sentence, and it is left alone", async () => {
    const { folder, secretsFile } = shop.environment;
    const before = await shop.containers();
    renameSync(folder, `${folder}.of-another`);
    mkdirSync(folder);
    writeFileSync(secretsFile, JSON.stringify({ "cookie-secret": "another" }));

    const failure = await shop.run("deploy", "stage-1").catch(String);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}.of-another`, folder);

    expect(failure).toMatch(/was not deployed from this checkout/);
    expect(await shop.containers()).toEqual(before);
    await expectWhole("stage-1");
  });

  test("its app server hangs: a deploy ends when the shop answers again", async () => {
    const { "app-1": app = "" } = await shop.containers();
    await docker("pause", app);

    const deploy = shop.start(["deploy", "stage-1"]);
    let printed = "";
    deploy.all.on("data", (words) => {
      printed += words;
    });
    await until("it waits", async () => printed.includes("waiting until the application answers"));
    await docker("unpause", app);

    expect((await deploy).all).toMatch(
      /✓ waiting until the application answers .*\n\nshop is open/,
    );
    await expectWhole("stage-1");
  });

  test("nobody can be asked whether to destroy it: it is left alone", async () => {
    const failure = await shop.run("destroy").catch(String);

    expect(failure).toMatch(/with all its data, and there is no terminal to ask on: .* --yes/);
    await expectWhole("stage-1");
  });

  test("its state was written by a newer Terraform: a sentence, and the file stays as it is", async () => {
    const { stateFile } = shop.environment;
    const old = readFileSync(stateFile, "utf8");
    const newer = JSON.stringify({ ...JSON.parse(old), version: 5, terraform_version: "2.0.0" });
    writeFileSync(stateFile, newer);

    const failures = [
      await shop.run("deploy", "stage-2").catch(String),
      await shop.run("destroy", "--yes").catch(String),
    ];
    const kept = readFileSync(stateFile, "utf8");
    writeFileSync(stateFile, old);

    const sentence = /written by a newer Terraform \(2\.0\.0, format 5\): install that version/;
    for (const failure of failures) expect(failure).toMatch(sentence);
    expect(kept).toBe(newer);
    await expectWhole("stage-1");
  });
});

describe("a deploy is at work, and", () => {
  test("another one begins: it says who is at work, and the first one ends well", async () => {
    const { deploy: first } = await beginDeploy("stage-2");

    const second = await shop.run("deploy", "stage-3").catch(String);

    expect(second).toMatch(/another run of Terraform is changing the environment .*wait until/);
    expect(await first).toMatchObject({ exitCode: 0 });
    await expectWhole("stage-2");
  });

  test("Ctrl-C is pressed: it stops with 130 and a sentence, and the next deploy completes", async () => {
    const { deploy } = await beginDeploy("stage-1");
    deploy.kill("SIGINT");

    const { all, exitCode } = await deploy;

    expect(exitCode).toBe(130);
    expect(all).toMatch(/stopped: nothing is lost, the same command continues from here$/);
    await deployCompletes("stage-1");
  });

  test("it is killed: the next deploy removes what was left half-made, and completes", async () => {
    const { deploy } = await beginDeploy("stage-2");
    for (const pid of descendants(deploy.pid)) process.kill(pid, "SIGKILL");
    await deploy;

    const printed = await deployCompletes("stage-2");

    expect(printed).toMatch(
      /removing the container .*database-1-\w+: left over from an interrupted run/,
    );
  });

  test("the engine goes away: a sentence says so, and the next deploy completes", async () => {
    const proxy = await EngineProxy.open();
    const { deploy } = await beginDeploy("stage-1", { DOCKER_HOST: proxy.address });
    await proxy.close();

    const { all, exitCode } = await deploy;

    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /error: the Docker engine at unix:\S+ stopped answering .*run ".*deploy stage-1" again/,
    );
    await deployCompletes("stage-1");
  });
});
