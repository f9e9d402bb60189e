import { expect, test } from "vitest";
import {
  isHubUnreachable,
  isRegistryUnreachable,
  whyUnreachable,
} from "../../../../commands/lib/setup/unreachable.ts";

const query = `
╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider
│ kreuzwerker/docker:`;
const discovery = 'Get "https://registry.example/.well-known/terraform.json":';

test.each([
  [
    "its name does not resolve",
    `${query} could not connect to registry.example: failed to
│ request discovery document: ${discovery} dial tcp: lookup
│ registry.example on 10.0.0.2:53: no such
│ host
╵`,
  ],
  [
    "the connection is refused",
    `${discovery} dial tcp 10.0.0.1:443: connect: connection\n│ refused`,
  ],
  ["packets are dropped", `${discovery} dial tcp 10.0.0.1:443: i/o timeout`],
  ["the deadline is exceeded", `${discovery} context deadline exceeded`],
  [
    "its proxy is unavailable",
    `${discovery} proxyconnect tcp: dial tcp: lookup proxy: no such host`,
  ],
  ["the TLS handshake times out", `${discovery} net/http: TLS handshake timeout`],
  [
    "its certificate cannot be verified",
    `${discovery} tls: failed to verify certificate: x509: unknown`,
  ],
])("a registry is unreachable when %s", (_, output) => {
  expect(isRegistryUnreachable(output)).toBe(true);
});

test.each([
  [
    "the version does not exist",
    `${query} no available releases match the given constraints 4.5.0`,
  ],
  ["the disk is full", "│ Error while installing: write /tmp/x: no space left on\n│ device"],
  ["the checksum does not match", "│ the current package doesn't match any of the checksums"],
  ["the configuration is broken", "Error: Invalid CLI configuration"],
])("a registry is not unreachable when %s", (_, output) => {
  expect(isRegistryUnreachable(output)).toBe(false);
});

const pull = 'Error response from daemon: Get "https://registry.example/v2/":';

test.each([
  ["its name does not resolve", `${pull} dial tcp: lookup registry.example: no such host`],
  ["the connection is refused", `${pull} dial tcp 10.0.0.1:443: connect: connection refused`],
  ["packets are dropped", `${pull} dial tcp 10.0.0.1:443: i/o timeout`],
  [
    "the request times out",
    `${pull} net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
  ],
  ["a proxy reports it", `${pull} Service Unavailable`],
])("Docker Hub is unreachable when %s", (_, output) => {
  expect(isHubUnreachable(output)).toBe(true);
});

test.each([
  ["its rate limit is reached", "toomanyrequests: You have reached your pull rate limit"],
  ["the disk is full", "failed to register layer: write /usr/x: no space left on device"],
  ["the image does not exist", "manifest for debian:trixie-slim not found: manifest unknown"],
  [
    "access to the engine is denied",
    "permission denied while trying to connect to the Docker daemon",
  ],
  ["there is no image for this machine", "no matching manifest for linux/riscv64"],
])("Docker Hub is not unreachable when %s", (_, output) => {
  expect(isHubUnreachable(output)).toBe(false);
});

test("the program's own reason is its last sentence that names one", () => {
  const lookup = "dial tcp: lookup\n│ registry.example on 10.0.0.2:53: no such host";
  const advice = "To see which modules depend on it, run terraform providers";

  expect(
    whyUnreachable(
      `${query} could not connect to registry.example: failed to\n│ request: ${discovery} ${lookup}\n│\n│ ${advice}\n╵`,
    ),
  ).toBe(`${discovery} dial tcp: lookup registry.example on 10.0.0.2:53: no such host`);
  expect(whyUnreachable("Error: it is Tuesday")).toBe("");
});
