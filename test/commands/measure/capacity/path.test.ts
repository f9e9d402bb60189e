import { describe, expect, test } from "vitest";
import { pathCost, pathsTo, throughputIn } from "../../../../commands/measure/capacity/path.ts";

const output = (more = "") => `Running 5s test @ http://web:8080/
  1 threads and 16 connections
  31505 requests in 5.00s, 312.05MB read
${more}Requests/sec:   6301.42
Transfer/sec:     62.41MB
`;

describe("the paths", () => {
  test("to a page and a file begin with the server that has it", () => {
    const paths = pathsTo({ port: 3000, probe: "/page" }, "/static/a.css");

    expect(paths.map((group) => group.map(({ beside, url }) => `${beside}: ${url}`))).toEqual([
      [
        "load-balancer: web:8080/static/a.css",
        "cdn: load-balancer:8080/static/a.css",
        "public-address: entry:8080/static/a.css",
      ],
      [
        "web: app:3000/page",
        "load-balancer: web:8080/page",
        "cdn: load-balancer:8080/page",
        "public-address: entry:8080/page",
      ],
    ]);
  });

  test("are those to the page alone where there is no file", () => {
    expect(pathsTo({ port: 3000 }, undefined)).toHaveLength(1);
  });
});

describe("the throughput", () => {
  test("is what wrk prints", () => {
    expect(throughputIn(output(), "file")).toBe(6301.42);
  });

  test.each([
    "  Non-2xx or 3xx responses: 12\n",
    "  Socket errors: connect 0, read 3, write 0, timeout 0\n",
  ])("fails when wrk reports %j", (line) => {
    expect(() => throughputIn(output(line), "file")).toThrow(
      `file was not measured: ${line.trim()}`,
    );
  });

  test("is compared with that of the direct path in the same turn", () => {
    const run = (throughput: number) => ({
      throughput,
      busiest: { server: "app-1", cpuShare: 1, throttledShare: 0.5 },
    });

    const cost = pathCost("file through edge", [run(80), run(45)], [run(100), run(50)]);

    expect(cost).toMatchObject({ throughput: 62.5, turns: [0.8, 0.9] });
    expect(cost.ratio).toBeCloseTo(0.85);
  });
});
