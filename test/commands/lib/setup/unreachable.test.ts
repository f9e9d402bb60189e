import { expect, test } from "vitest";
import {
  isHubUnreachable,
  isRegistryUnreachable,
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
    "its name is unknown",
    `${query} could not connect to registry.example: failed to
│ request discovery document: ${discovery} dial tcp: lookup
│ registry.example on 10.0.0.2:53: no such
│ host
╵`,
  ],
  ["nobody listens", `${discovery} dial tcp 10.0.0.1:443: connect: connection\n│ refused`],
  ["packets get lost", `${discovery} dial tcp 10.0.0.1:443: i/o timeout`],
  ["it takes too long", `${discovery} context deadline exceeded`],
  ["its proxy is away", `${discovery} proxyconnect tcp: dial tcp: lookup proxy: no such host`],
  ["TLS begins in vain", `${discovery} net/http: TLS handshake timeout`],
  ["its certificate is another's", `${discovery} tls: failed to verify certificate: x509: unknown`],
])("a registry can't be reached when %s", (_, output) => {
  expect(isRegistryUnreachable(output)).toBe(true);
});

test.each([
  ["the version is not there", `${query} no available releases match the given constraints 4.5.0`],
  ["the disk is full", "│ Error while installing: write /tmp/x: no space left on\n│ device"],
  ["the file is another", "│ the current package doesn't match any of the checksums"],
  ["the configuration is broken", "Error: Invalid CLI configuration"],
])("a registry was reached, or needn't be, when %s", (_, output) => {
  expect(isRegistryUnreachable(output)).toBe(false);
});

const pull = 'Error response from daemon: Get "https://registry.example/v2/":';

test.each([
  ["its name is unknown", `${pull} dial tcp: lookup registry.example: no such host`],
  ["nobody listens", `${pull} dial tcp 10.0.0.1:443: connect: connection refused`],
  ["packets get lost", `${pull} dial tcp 10.0.0.1:443: i/o timeout`],
  [
    "it takes too long",
    `${pull} net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
  ],
  ["a proxy says so", `${pull} Service Unavailable`],
])("Docker Hub can't be reached when %s", (_, output) => {
  expect(isHubUnreachable(output)).toBe(true);
});

test.each([
  ["it allows no more pulls", "toomanyrequests: You have reached your pull rate limit"],
  ["the disk is full", "failed to register layer: write /usr/x: no space left on device"],
  ["the image is not there", "manifest for debian:trixie-slim not found: manifest unknown"],
  ["the engine may not be used", "permission denied while trying to connect to the Docker daemon"],
  ["there is no image for this machine", "no matching manifest for linux/riscv64"],
])("Docker Hub was reached, or needn't be, when %s", (_, output) => {
  expect(isHubUnreachable(output)).toBe(false);
});
