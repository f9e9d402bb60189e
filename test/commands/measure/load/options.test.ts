import { expect, test } from "vitest";
import { checkFile } from "../../../../commands/lib/words.ts";
import { parseOptions } from "../../../../commands/measure/load/options.ts";
import { parseTarget } from "../../../../commands/measure/load/target.ts";

test("a minute of 50 requests a second is the default", () => {
  expect(parseOptions([])).toMatchObject({ rate: 50, seconds: 60, seed: 1 });
  expect(parseOptions(["--rate", "5", "--for", "2m", "--seed=9"])).toMatchObject({
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
  [["--users", "5"], 'load does not know "--users 5"'],
])("fails when asked for %s", (args, words) => {
  expect(() => parseOptions(args)).toThrow(words);
});

test("a target is a shop on this machine", () => {
  expect(parseTarget("http://localhost:8080")).toBe("http://localhost:8080");
  expect(parseTarget("http://[::1]:8080/")).toBe("http://[::1]:8080");
});

test.each(["http://example.com", "http://192.168.1.2:8080", "http://127.0.0.1.example.com"])(
  "fails when the target is %s, which is another machine",
  (url) => {
    expect(() => parseTarget(url)).toThrow("which is not on this machine");
  },
);

test.each(["localhost:8080", "nonsense", "https://localhost", "http://localhost/products"])(
  "fails when the target is %s, with an example of one",
  (url) => {
    expect(() => parseTarget(url)).toThrow("http://localhost:8080");
  },
);

test("fails when the folder of the JSON file is not there", () => {
  expect(() => checkFile("--json", "/nowhere/at/all.json")).toThrow("make it first");
  expect(() => checkFile("--json", "here.json")).not.toThrow();
});
