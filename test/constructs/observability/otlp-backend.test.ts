import { Testing } from "cdktf";
import { describe, expect, test } from "vitest";
import application from "../../../application.ts";
import hello from "../../../examples/hello/application.ts";
import {
  blueprint,
  type Container,
  jsonOf,
  namedStages,
  type StageJson,
  type StageType,
} from "../../synthesize.ts";

const endpoint = "http://collector.example:4318";
const first = namedStages[0]?.type as StageType;

/** A stage's JSON with `OTEL_EXPORTER_OTLP_ENDPOINT`. */
function jsonWith(value: string, type = first, carried = application): string {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: value };
  return Testing.synth(new type(blueprint(carried, undefined, variables)), true);
}

function containersWith(value: string, type = first, carried = application) {
  return (JSON.parse(jsonWith(value, type, carried)) as StageJson).resource.docker_container;
}

/** The environment variables of a container that name tracing backends. */
function toldOf({ env = [] }: Container): string[] {
  return env.filter((each) => /^(OTEL|TRACES)/.test(each));
}

describe.each(namedStages)("$name", ({ type, number }) => {
  const zipkin = number < 8 ? [] : ["TRACES_URL=http://traces:9411"];
  const told = [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
    "TRACES_SHARE=0.1",
    ...zipkin,
  ];

  test("tells the programs of the backend, beside Zipkin, and nobody else", () => {
    for (const [name, container] of Object.entries(containersWith(endpoint, type))) {
      const isProgram = /^(app-|worker-|payment-provider$)/.test(name);
      if (isProgram) expect(toldOf(container)).toEqual(told);
      else expect(JSON.stringify(container)).not.toContain(endpoint);
    }
  });

  test("tells any application's programs the same", () => {
    expect(toldOf(containersWith(endpoint, type, hello)["app-1"] as Container)).toEqual(told);
  });

  test("is the same without a backend as before there could be one", () => {
    expect(jsonWith("", type)).toBe(jsonOf(type));
    expect(jsonOf(type)).not.toMatch(/OTEL_|docker_network\.otlp|host-gateway/);
  });
});

test("a backend on the Docker host is reached by the machine of each program, and by no other", () => {
  const hosts = (value: string) =>
    Object.entries(containersWith(value))
      .map(([name, container]) => [name, (container as { host?: object }).host])
      .filter(([, host]) => host !== undefined);
  const host = [{ host: "host.docker.internal", ip: "host-gateway" }];

  expect(hosts("http://host.docker.internal:4318")).toEqual([
    ["host", host],
    ["payment-provider", host],
  ]);
  expect(hosts(endpoint)).toEqual([]);
});

test.each(["https://collector.example", "http://10.0.0.7:4318", "https://collector.example/otlp/"])(
  "%s is an endpoint",
  (value) => {
    expect(jsonWith(value)).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${value}"`);
  },
);

test.each([
  "collector.example:4318",
  "grpc://collector.example:4317",
  "http://",
  "http://collector.example:4318?key=1",
  "http://collector.example/${var.secret}",
  "http://collector example",
])("fails when the endpoint is %j", (value) => {
  expect(() => jsonWith(value)).toThrow(
    `OTEL_EXPORTER_OTLP_ENDPOINT is "${value}": use a URL like http://collector.example:4318`,
  );
});

test.each(["http://localhost:4318", "http://127.0.0.1:4318"])(
  "fails when the endpoint is %s, which no other container listens on",
  (value) => {
    expect(() => jsonWith(value)).toThrow(
      `"${value}", which in a container is the container itself: use http://host.docker.internal:4318`,
    );
  },
);

test("fails when the endpoint holds a password, and does not print it", () => {
  const message = 'is "http://…@collector.example": use a URL like';

  expect(() => jsonWith("http://me:s3cret@collector.example")).toThrow(message);
});
