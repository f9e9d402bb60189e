import { request } from "undici";
import type { Application } from "../../../constructs/app/application.ts";
import type { Load } from "../../../constructs/app/load.ts";
import { type Environment, readEnvironment } from "../../../environment.ts";
import { readApplication } from "../../lib/application.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { publisherOf } from "../../lib/publisher.ts";
import { UserError } from "../../lib/user-error.ts";
import { loadOf } from "./load-of.ts";

/** An application that runs, and how it is put under load. */
export interface Target {
  readonly application: Application;
  readonly load: Load;
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Where its writes are looked up. @default - nobody knows what became of them */
  readonly environment?: Environment;
}

const here = ["localhost", "127.0.0.1", "[::1]"];

/** The application in an environment, whether it runs or not. */
export async function targetIn(environment: Environment): Promise<Required<Target>> {
  const application = await readApplication();
  const load = await loadOf(application);
  return { application, load, url: `http://127.0.0.1:${environment.port}`, environment };
}

/** A line about what a load does not know; none where the application declares it all. */
export function describeGaps({ application, load }: Target): string[] {
  const { name, probe = "/" } = application;
  if (load.writes) return [];
  if (application.load) return [`the load of ${name} declares no writes, so none is looked up`];
  return [`${name} declares no load: only ${probe} is requested, and no write is looked up`];
}

/** What runs in the environment or, where one is named, at another address of this machine. */
export async function findTarget(
  environment: Environment,
  against: string | undefined,
): Promise<Target> {
  const target = await targetIn(environment);
  if (against === undefined) {
    const command = `${variablesOf(environment)}npm run deploy stage-2`;
    await checkAnswer(target, `deploy a stage with "${command}"`);
    return target;
  }
  const elsewhere = { ...target, url: parseTarget(against) };
  await checkAnswer(elsewhere, "name one that runs");
  return { ...elsewhere, environment: await environmentBehind(elsewhere.url) };
}

/** The origin of a URL; throws where it is not on this machine. */
export function parseTarget(against: string): string {
  const example = "use one such as http://localhost:8080";
  if (!URL.canParse(against)) throw new UserError(`--against is "${against}", no URL: ${example}`);
  const { protocol, hostname, origin, pathname } = new URL(against);
  if (!here.includes(hostname)) {
    throw new UserError(
      `--against is "${against}", which is not on this machine: a load is an attack on whoever did not ask for it, so ${example}`,
    );
  }
  if (protocol !== "http:" || pathname !== "/") {
    throw new UserError(`--against is "${against}": ${example}, without a path`);
  }
  return origin;
}

async function checkAnswer({ application, url }: Target, wayOut: string): Promise<void> {
  try {
    const { body } = await request(`${url}${application.ready ?? "/"}`, {
      signal: AbortSignal.timeout(30_000),
    });
    await body.dump();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${application.name} does not answer at ${url} (${code ?? message}): ${wayOut}`,
    );
  }
}

/** The environment whose container publishes the port of a URL. */
async function environmentBehind(url: string): Promise<Environment | undefined> {
  const port = new URL(url).port || "80";
  const publisher = await publisherOf(port);
  if (!publisher?.environment) return undefined;
  const { BLUEPRINT_APPLICATION } = process.env;
  return readEnvironment({
    BLUEPRINT_APPLICATION,
    BLUEPRINT_ENVIRONMENT: publisher.environment,
    BLUEPRINT_PORT: port,
  });
}
