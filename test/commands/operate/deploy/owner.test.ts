import { expect, test } from "vitest";
import { holdsOther } from "../../../../commands/operate/deploy/owner.ts";

const secrets = ["1a2b", "3c4d"];

test("a container with this checkout's secrets, or with none, may have been started from it", () => {
  expect(holdsOther(["PATH=/bin", "COOKIE_SECRET=1a2b", "DATABASE_PASSWORD=3c4d"], secrets)).toBe(
    false,
  );
  expect(holdsOther(["PATH=/bin", "PASSWORD_FILE=/run/x", "DATABASE_PASSWORD="], secrets)).toBe(
    false,
  );
});

test("a constant of the application is no secret, whatever its name", () => {
  expect(holdsOther(["DEMO_PASSWORD=open"], secrets, ["DEMO_PASSWORD"])).toBe(false);
  expect(holdsOther(["DEMO_PASSWORD=open"], secrets)).toBe(true);
});

test("a container with another secret was started from another checkout", () => {
  expect(holdsOther(["COOKIE_SECRET=1a2b", "REPLICATION_PASSWORD=other"], secrets)).toBe(true);
  expect(holdsOther(["CACHE_URL=redis://shop:other@cache:6379"], secrets)).toBe(true);
  expect(holdsOther(["CACHE_URL=redis://shop:1a2b@cache:6379"], secrets)).toBe(false);
});
