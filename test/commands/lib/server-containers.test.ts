import { expect, test } from "vitest";
import { isHealthy, parseContainers } from "../../../commands/lib/server-containers.ts";

test("servers are listed by name, with what Docker reports of their containers", () => {
  const output =
    "web-1\tshop-web-1-3c4d\texited\tExited (137) 5 minutes ago\tblueprint-nginx:1\n" +
    "app-1\tshop-app-1-1a2b\trunning\tUp 2 minutes (healthy)\tblueprint-shop:2\n";

  expect(parseContainers(output)).toEqual([
    {
      name: "app-1",
      container: "shop-app-1-1a2b",
      state: "running",
      status: "Up 2 minutes (healthy)",
      image: "blueprint-shop:2",
    },
    {
      name: "web-1",
      container: "shop-web-1-3c4d",
      state: "exited",
      status: "Exited (137) 5 minutes ago",
      image: "blueprint-nginx:1",
    },
  ]);
});

test.each([
  ["Up 2 minutes (healthy)", true],
  ["Up 3 seconds", true],
  ["Up 2 minutes (unhealthy)", false],
  ["Up 1 second (health: starting)", false],
  ["Up 2 minutes (Paused)", false],
  ["Restarting (1) 2 seconds ago", false],
  ["Exited (137) 5 minutes ago", false],
])("a server with the status %s is healthy: %s", (status, expected) => {
  expect(isHealthy({ status })).toBe(expected);
});
