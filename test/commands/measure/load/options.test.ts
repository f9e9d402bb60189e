import { expect, test } from "vitest";
import { loadCommand } from "../../../../commands/measure/load/options.ts";
import { parseTarget } from "../../../../commands/measure/load/target.ts";
import { asked } from "../../asked.ts";

test("a minute of 50 requests a second is the default", async () => {
  expect(await asked(loadCommand)).toEqual({ rate: 50, seconds: 60, seed: 1 });
  expect(await asked(loadCommand, "--rate", "5", "--for", "2m", "--seed=9")).toMatchObject({
    rate: 5,
    seconds: 120,
    seed: 9,
  });
});

test.each([
  [["--rate", "0"], '--rate is "0": use a whole number from 1 to 5000'],
  [["--rate", "fast"], '--rate is "fast"'],
  [["--for", "a while"], '--for is "a while": use a time up to a day such as 60s'],
  [["--for", "0s"], '--for is "0s"'],
  [["--users", "5"], "unknown option --users"],
])("fails when asked for %s", async (args, words) => {
  await expect(asked(loadCommand, ...args)).rejects.toThrow(words);
});

test("a target is an application on this machine", () => {
  expect(parseTarget("http://localhost:8080")).toBe("http://localhost:8080");
  expect(parseTarget("http://[::1]:8080/")).toBe("http://[::1]:8080");
});

test.each(["http://example.com", "http://192.168.1.2:8080", "http://127.0.0.1.example.com"])(
  "fails when the target is %s, which is another machine",
  (url) => {
    expect(() => parseTarget(url)).toThrow(
      "which is neither on this machine nor on the Docker host",
    );
  },
);

test("a load may go to the Docker host, where that is another machine", () => {
  expect(parseTarget("http://10.0.0.5:8080", "10.0.0.5")).toBe("http://10.0.0.5:8080");
});

test.each(["localhost:8080", "nonsense", "https://localhost", "http://localhost/products"])(
  "fails when the target is %s, with an example of one",
  (url) => {
    expect(() => parseTarget(url)).toThrow("http://localhost:8080");
  },
);

test("fails when the folder of the JSON file is not there", async () => {
  await expect(asked(loadCommand, "--json", "/nowhere/at/all.json")).rejects.toThrow(
    /^--json is "\/nowhere\/at\/all.json": nothing can be written .* make it first$/,
  );
  expect(await asked(loadCommand, "--json", "here.json")).toMatchObject({ json: "here.json" });
});
