import { expect, test } from "vitest";
import { describeUnready, isHealthy, urlOf } from "../../../commands/lib/readiness.ts";
import { readEnvironment } from "../../../environment.ts";

const app = { server: "app-1", container: "shop-app-1-1a2b" };
const web = { server: "web-1", container: "shop-web-1-3c4d", status: "Up 2 minutes (healthy)" };

test.each([
  ["Up 2 minutes (healthy)", true],
  ["Up 3 seconds", true],
  ["Up 2 minutes (unhealthy)", false],
  ["Up 1 second (health: starting)", false],
  ["Up 2 minutes (Paused)", false],
  ["Restarting (1) 2 seconds ago", false],
  ["Exited (137) 5 minutes ago", false],
])("a server with the status %s is healthy: %s", (status, expected) => {
  expect(isHealthy({ ...app, status })).toBe(expected);
});

test("the message of a shop that is not ready names the unhealthy servers and their logs", () => {
  const servers = [{ ...app, status: "Exited (1) 5 seconds ago" }, web];

  expect(
    describeUnready("http://localhost:8080/readyz", "HTTP 502", servers, "npm run deploy"),
  ).toBe(
    [
      "the application does not answer at http://localhost:8080/readyz after 60 s (HTTP 502), these servers are not healthy; their logs:",
      "  app-1, Exited (1) 5 seconds ago: docker logs shop-app-1-1a2b",
      'fix the cause, then run "npm run deploy" again',
    ].join("\n"),
  );
});

test("the message of a shop that is not ready names all servers if all are healthy", () => {
  const message = describeUnready(
    "http://localhost:8080/readyz",
    "HTTP 502",
    [web],
    "npm run deploy",
  );

  expect(message).toContain("although all of its servers are healthy");
  expect(message).toContain("docker logs shop-web-1-3c4d");
});

test("the shop's URL has the Docker host's address", () => {
  const environment = readEnvironment({});

  expect(urlOf(environment, undefined)).toBe("http://localhost:8080");
  expect(urlOf(environment, "unix:///var/run/docker.sock")).toBe("http://localhost:8080");
  expect(urlOf(environment, "tcp://10.0.0.5:2376")).toBe("http://10.0.0.5:8080");
});
