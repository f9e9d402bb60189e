import { expect, test } from "vitest";
import { liveEnvironmentOf, readEnvironment } from "../environment.ts";

test("an environment is called shop, on port 8080, unless it is told otherwise", () => {
  expect(readEnvironment({})).toMatchObject({ name: "shop", port: 8080 });
  expect(
    readEnvironment({ BLUEPRINT_ENVIRONMENT: "review-2", BLUEPRINT_PORT: "8090" }),
  ).toMatchObject({ name: "review-2", port: 8090 });
});

test("an environment has no tracing backend outside, unless OTEL_EXPORTER_OTLP_ENDPOINT is set", () => {
  const endpoint = "http://collector.example:4318";

  expect(readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toEqual(readEnvironment({}));
  expect(readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).otlpEndpoint).toBe(endpoint);
});

test("an environment has the name of its application's folder, unless it is given another", () => {
  const application = "examples/hello";

  expect(readEnvironment({ BLUEPRINT_APPLICATION: application })).toMatchObject({
    name: "hello",
    application,
  });
  expect(
    readEnvironment({ BLUEPRINT_APPLICATION: application, BLUEPRINT_ENVIRONMENT: "review" }).name,
  ).toBe("review");
  expect(readEnvironment({ BLUEPRINT_APPLICATION: "../2nd_My.App/" }).name).toBe("nd-my-app");
});

test("operators' pages have the port after the public one, where there is one", () => {
  expect(readEnvironment({}).operatorsPort).toBe(8081);
  expect(readEnvironment({ BLUEPRINT_PORT: "65535" }).operatorsPort).toBe(65534);
});

test.each([
  ["8080", 9001],
  ["64614", 65535],
  ["64615", 65534],
  ["64616", 63697],
])("beside port %s the live page has port %i, which is no other page's", (port, expected) => {
  const { livePort, dashboardPort, operatorsPort } = readEnvironment({ BLUEPRINT_PORT: port });

  expect(livePort).toBe(expected);
  expect(new Set([Number(port), operatorsPort, dashboardPort, livePort]).size).toBe(4);
});

test.each([
  [{}, "/var/run/docker.sock"],
  [{ DOCKER_HOST: "" }, "/var/run/docker.sock"],
  [{ DOCKER_HOST: "unix:///run/user/1000/docker.sock" }, "/run/user/1000/docker.sock"],
  [{ DOCKER_HOST: "unix:///home/ann/.colima/docker.sock" }, "/var/run/docker.sock"],
  [{ DOCKER_HOST: "ssh://ops@shop" }, "/var/run/docker.sock"],
  [{ BLUEPRINT_ENGINE_SOCKET: "/srv/docker.sock" }, "/srv/docker.sock"],
  [{ BLUEPRINT_ENGINE_SOCKET: "" }, "/var/run/docker.sock"],
])("with %j the engine's socket on the Docker host is %s", (variables, socket) => {
  expect(readEnvironment(variables).engineSocket).toBe(socket);
});

test("a variable that the commands set is not set if it is empty, and named if it is damaged", () => {
  const names = ["BLUEPRINT_BUILD_ARGUMENTS", "BLUEPRINT_ENGINE_FOLDER", "BLUEPRINT_SECRETS_FILE"];

  expect(readEnvironment(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(
    readEnvironment({}),
  );
  expect(() => readEnvironment({ BLUEPRINT_BUILD_ARGUMENTS: "x" })).toThrow(
    'BLUEPRINT_BUILD_ARGUMENTS is "x", which is not JSON: unset it',
  );
});

test("the live page has an environment that no user's can be, in the folder of the shop's", () => {
  const shop = readEnvironment({});
  const { name, folder, stateFile } = liveEnvironmentOf(shop);

  expect(() => readEnvironment({ BLUEPRINT_ENVIRONMENT: name })).toThrow(name);
  expect(folder.startsWith(`${shop.folder}/`)).toBe(true);
  expect(stateFile).not.toBe(shop.stateFile);
});

test.each(["", "Shop", "1shop", "shop_1", "a".repeat(21), "../shop", "shop;ls"])(
  "fails when the environment is called %j",
  (name) => {
    expect(() => readEnvironment({ BLUEPRINT_ENVIRONMENT: name })).toThrow(
      `BLUEPRINT_ENVIRONMENT is "${name}": use 1 to 20 lower-case letters`,
    );
  },
);

test.each(["", "80", "65536", "8080.5", "http", "-8080", "0x1F90"])(
  "fails when the port is %j",
  (port) => {
    expect(() => readEnvironment({ BLUEPRINT_PORT: port })).toThrow(
      `BLUEPRINT_PORT is "${port}": use a number from 1024 to 65535`,
    );
  },
);

test.each([
  ["TF_WORKSPACE", "dev"],
  ["TF_DATA_DIR", "/tmp/data"],
  ["TF_ENCRYPTION", "key_provider"],
  ["TF_CLI_ARGS_init", "-backend-config=path=other.tfstate"],
  ["TF_CLI_ARGS", "-state other.tfstate"],
])("fails when plain Terraform would split the state: %s=%s", (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(
    `${name} is set, with which Terraform would not use the environment's one state: unset it`,
  );
});

test.each([
  ["TF_WORKSPACE", "default"],
  ["TF_DATA_DIR", ""],
  ["TF_CLI_ARGS_apply", "-parallelism=5"],
])("plain Terraform keeps one state with %s=%s", (name, value) => {
  expect(readEnvironment({ [name]: value }).name).toBe("shop");
});
