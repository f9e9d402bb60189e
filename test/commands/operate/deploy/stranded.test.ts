import { expect, test } from "vitest";
import { findStranded, type Inspected } from "../../../../commands/operate/deploy/stranded.ts";

const container = (Id: string, StartedAt: string, NetworkMode = "default", Running = true) =>
  ({ Id, Name: `/${Id}`, State: { Running, StartedAt }, HostConfig: { NetworkMode } }) as Inspected;

test("servers that started after their host are not stranded", () => {
  const host = container("host", "2026-01-01T10:00:00.5Z");
  const web = container("web", "2026-01-01T10:00:01.25Z", "container:host");

  expect(findStranded([host, web])).toEqual({ hosts: [], servers: [] });
});

test("servers whose host was restarted have to be restarted", () => {
  const host = container("host", "2026-01-01T11:00:00Z");
  const web = container("web", "2026-01-01T10:00:01Z", "container:host");
  const other = container("other", "2026-01-01T10:00:01Z");

  expect(findStranded([host, web, other])).toEqual({ hosts: [], servers: [web] });
});

test("a stopped host is started before its servers", () => {
  const host = container("host", "2026-01-01T10:00:00Z", "default", false);
  const web = container("web", "2026-01-01T10:00:01Z", "container:host");

  expect(findStranded([host, web])).toEqual({ hosts: [host], servers: [web] });
});
