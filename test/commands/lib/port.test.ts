import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { isFree, parseListener, portTakenMessage } from "../../../commands/lib/port.ts";
import { readEnvironment } from "../../../environment.ts";

const shop = readEnvironment({});

test("the message of a taken port names the process that uses it and another port", () => {
  expect(portTakenMessage(shop, 8080, "nginx (process 812)", "npm run deploy stage-3")).toBe(
    "port 8080 is taken by nginx (process 812): stop it, or choose another port with BLUEPRINT_PORT=8081 npm run deploy stage-3",
  );
});

test("the command in the message is for the same application and environment", () => {
  const variables = { BLUEPRINT_APPLICATION: "examples/hello", BLUEPRINT_ENVIRONMENT: "review" };

  expect(portTakenMessage(readEnvironment(variables), 8080, undefined, "npm run deploy")).toContain(
    "BLUEPRINT_APPLICATION=examples/hello BLUEPRINT_ENVIRONMENT=review BLUEPRINT_PORT=8081 npm run deploy",
  );
});

test("for the highest port the message suggests the one before", () => {
  const message = portTakenMessage(shop, 65535, undefined, "npm run deploy");

  expect(message).toContain("BLUEPRINT_PORT=65534");
});

test("the listening process is parsed from the output of ss", () => {
  const line = 'LISTEN 0 511 *:8080 *:* users:(("nginx",pid=812,fd=6),("nginx",pid=811,fd=6))';

  expect(parseListener(line)).toBe("nginx (process 812)");
  expect(parseListener("LISTEN 0 511 *:8080 *:*")).toBeUndefined();
});

const { lo = [] } = networkInterfaces();
const hasIpv6 = lo.some(({ address }) => address === "::1");

test.each(hasIpv6 ? ["0.0.0.0", "127.0.0.1", "::1"] : ["0.0.0.0", "127.0.0.1"])(
  "a port on which something listens at %s is not free",
  async (address) => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, address, done));
    const { port } = server.address() as AddressInfo;

    expect(await isFree(port)).toBe(false);

    await new Promise((done) => server.close(done));
    expect(await isFree(port)).toBe(true);
  },
);
