import { expect, test } from "vitest";
import { describeUnready, urlOf } from "../../../commands/lib/readiness.ts";
import { readEnvironment } from "../../../environment.ts";

const app = { name: "app-1", container: "shop-app-1-1a2b" };
const web = { name: "web-1", container: "shop-web-1-3c4d", status: "Up 2 minutes (healthy)" };

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

  expect(urlOf(environment, { host: "localhost" })).toBe("http://localhost:8080");
  expect(urlOf(environment, { host: "10.0.0.5" })).toBe("http://10.0.0.5:8080");
});
