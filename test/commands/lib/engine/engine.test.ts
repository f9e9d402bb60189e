import { expect, test } from "vitest";
import { tidyVariables, tunnelTo, variablesFor } from "../../../../commands/lib/engine/address.ts";
import { type Answered, stateOf, whyHidden } from "../../../../commands/lib/engine/engine.ts";
import { countFree, DEFAULT_POOLS } from "../../../../commands/lib/engine/pools.ts";
import { parseProxies } from "../../../../commands/lib/engine/proxies.ts";
import { obstacleTo } from "../../../../commands/lib/setup/engine.ts";
import { anEngine } from "./sample.ts";

const context = {
  Endpoints: { docker: { Host: "tcp://10.0.0.5:2376", SkipTLSVerify: false } },
  TLSMaterial: { docker: ["ca.pem", "cert.pem", "key.pem"] },
  Storage: { TLSPath: "/home/ann/.docker/contexts/tls/1f2e" },
};
const certificates = "/home/ann/.docker/contexts/tls/1f2e/docker";

test("a context with TLS becomes an address with its certificates", () => {
  expect(variablesFor({}, context)).toEqual({
    DOCKER_HOST: "tcp://10.0.0.5:2376",
    DOCKER_CERT_PATH: certificates,
    DOCKER_TLS_VERIFY: "1",
  });
});

test("a context that skips the check of the engine's certificate still skips it", () => {
  const { Host } = context.Endpoints.docker;
  const skipping = { ...context, Endpoints: { docker: { Host, SkipTLSVerify: true } } };

  expect(variablesFor({}, skipping)).toEqual({
    DOCKER_HOST: Host,
    DOCKER_CERT_PATH: certificates,
    DOCKER_TLS: "1",
  });
});

test("DOCKER_HOST comes before the context, with the certificates of the variables", () => {
  const variables = { DOCKER_HOST: "tcp://10.0.0.9:2376", DOCKER_TLS_VERIFY: "1" };

  expect(variablesFor({ ...variables, DOCKER_CONFIG: "/keys" })).toEqual({
    ...variables,
    DOCKER_CERT_PATH: "/keys",
  });
  expect(variablesFor({ ...variables, DOCKER_CERT_PATH: "/mine" }).DOCKER_CERT_PATH).toBe("/mine");
});

test("this machine's engine needs no variable, and no certificates", () => {
  expect(variablesFor({})).toEqual({});
  expect(variablesFor({ DOCKER_HOST: "unix:///run/x.sock", DOCKER_TLS_VERIFY: "1" })).toEqual({
    DOCKER_HOST: "unix:///run/x.sock",
  });
});

test("the socket has its client's path only on an engine of this machine", () => {
  const socket = "unix:///home/ann/.colima/docker.sock";

  expect(anEngine({}, "unix:///run/user/1000/docker.sock").socket).toBe(
    "/run/user/1000/docker.sock",
  );
  expect(anEngine({ Name: "colima" }, socket)).toMatchObject({
    isHere: false,
    socket: "/var/run/docker.sock",
    host: "localhost",
  });
  expect(anEngine({ Name: "here" }, "ssh://ops@shop").isHere).toBe(false);
});

test("an engine is described by what it says of itself", () => {
  const info = {
    DefaultAddressPools: [{ Base: "10.0.0.0/8", Size: 24 }],
    Driver: "overlayfs",
    MemTotal: 2 ** 31,
    SecurityOptions: ["name=seccomp,profile=builtin", "name=userns"],
  };

  expect(anEngine(info)).toMatchObject({
    storage: "overlayfs",
    memoryMiB: 2048,
    isRemapped: true,
    pools: [{ base: "10.0.0.0/8", size: 24 }],
  });
  expect(anEngine()).toMatchObject({ isRemapped: false, pools: DEFAULT_POOLS });
});

test("pages of a Docker host elsewhere are reached through a tunnel", () => {
  expect(tunnelTo(anEngine({}, "ssh://ops@shop:2222/"), [9000, 8081])).toBe(
    "ssh -N -L 9000:localhost:9000 -L 8081:localhost:8081 ssh://ops@shop:2222",
  );
  expect(tunnelTo(anEngine({}, "tcp://10.0.0.5:2376"), [9000])).toMatch(/ 10\.0\.0\.5$/);
});

test("an engine whose configuration names no pools has 31 subnets, and networks use some of them", () => {
  expect(countFree(DEFAULT_POOLS, [])).toEqual({ free: 31, all: 31 });
  expect(countFree(DEFAULT_POOLS, ["172.17.0.0/16", "fd00::/64"])).toEqual({ free: 30, all: 31 });
  // a part of a subnet takes it, and a subnet of all takes all
  expect(countFree(DEFAULT_POOLS, ["192.168.17.0/24"]).free).toBe(30);
  expect(countFree(DEFAULT_POOLS, ["172.16.0.0/12"]).free).toBe(16);
  expect(countFree(DEFAULT_POOLS, ["10.0.0.0/8"]).free).toBe(31);
  expect(countFree([{ base: "10.10.0.0/24", size: 28 }], ["10.10.0.16/28"])).toEqual({
    free: 15,
    all: 16,
  });
});

test("builds get the proxies of the docker command's configuration, the engine's own first", () => {
  const proxies = {
    default: { httpProxy: "http://proxy:3128", noProxy: "localhost" },
    "tcp://10.0.0.5:2376": { httpsProxy: "http://there:3128" },
  };
  const config = JSON.stringify({ proxies });

  expect(parseProxies(config, "unix:///var/run/docker.sock")).toEqual({
    HTTP_PROXY: "http://proxy:3128",
    http_proxy: "http://proxy:3128",
    NO_PROXY: "localhost",
    no_proxy: "localhost",
  });
  expect(parseProxies(config, "tcp://10.0.0.5:2376")).toEqual({
    HTTPS_PROXY: "http://there:3128",
    https_proxy: "http://there:3128",
  });
  expect(parseProxies("{}", "unix:///var/run/docker.sock")).toEqual({});
});

const way = { address: "tcp://10.0.0.5:2376", host: "10.0.0.5" };
const answer = (stdout: string, stderr = ""): Answered => {
  return { ok: !stderr, stdout, stderr, all: stdout + stderr, timedOut: false };
};

test.each([
  [
    "permission denied while trying to connect to the Docker daemon socket",
    "permission",
    "usermod -aG docker",
  ],
  ["docker could not be found in this WSL 2 distro.", "foreign", "install Docker"],
  ["error during connect: ssh: Could not resolve hostname shop", "down", "start it, or unset"],
  ["Cannot connect to the Docker daemon. Is the docker daemon running?", "down", "start it, or"],
  [
    "failed to connect to the docker API at unix:///x; is the daemon running",
    "down",
    "start it, or",
  ],
  [
    'Failed to initialize: unable to resolve docker endpoint: context "gone": context not found',
    "settings",
    '"docker version"',
  ],
  ["Error response from daemon: client version 1.99 is too new.", "settings", '"docker version"'],
  ["panic: runtime error: github.com/docker/docker/client", "settings", '"docker version"'],
  ["sudo: a terminal is required to read the password", "foreign", "install Docker"],
])(
  "an engine that does not answer is described by docker's own reason: %s",
  (words, fault, fix) => {
    const state = stateOf(way, answer("", words), answer("", words));

    expect(state).toMatchObject({ fault, reason: words });
    expect(obstacleTo(state)?.message).toContain(`${words}): `);
    expect(obstacleTo(state)?.message).toContain(fix);
  },
);

test("a docker command that prints more than its answer is not taken for an engine that is down", () => {
  const state = stateOf(way, answer("Hello from ACME\n{}"), answer("Hello from ACME\n{}"));

  expect(state).toMatchObject({ fault: "foreign" });
  expect(state.reason).toBe("docker does not print what it is asked for: Hello from ACME {}");
});

test("an engine that only the docker command reaches is none for Terraform's provider", () => {
  expect(whyHidden("unix:///dev/null")).toBeUndefined();
  expect(whyHidden("tcp://10.0.0.5:2376")).toBeUndefined();
  expect(whyHidden("unix:///gone/docker.sock")).toMatchObject({
    fault: "settings",
    reason: expect.stringMatching(/provider cannot open its socket: ENOENT$/),
  });
});

test.each([
  [" unix:///run/docker.sock ", "unix:///run/docker.sock"],
  ["shop.example:2376", "tcp://shop.example:2376"],
  ["10.0.0.5", "tcp://10.0.0.5"],
  ["ssh://ops@shop", "ssh://ops@shop"],
  ["/var/run/docker.sock", "/var/run/docker.sock"],
  [" ", undefined],
])("DOCKER_HOST is read as the docker command reads it: %j", (typed, address) => {
  const env: NodeJS.ProcessEnv = { DOCKER_HOST: typed };

  tidyVariables(env);

  expect(env.DOCKER_HOST).toBe(address);
});

test("Podman's command is not taken for Docker's", () => {
  const version = answer('{"Client":{"Version":"4.3.1"}}');

  expect(stateOf(way, version, answer('{"host":{}} podman'))).toEqual({
    address: way.address,
    reason: "the docker command is Podman's",
    fault: "foreign",
  });
});
