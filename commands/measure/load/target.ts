import { request } from "undici";
import type { Application } from "../../../constructs/app/application.ts";
import type { Load } from "../../../constructs/app/load.ts";
import { type Environment, readEnvironment } from "../../../environment.ts";
import { readApplication } from "../../lib/application.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { type EngineAddress, engineAddress, isNear } from "../../lib/engine/address.ts";
import { publisherOf } from "../../lib/publisher.ts";
import { UserError } from "../../lib/user-error.ts";
import { loadOf } from "./load-of.ts";

/** A running application, and its load. */
export interface Target {
  readonly application: Application;
  readonly load: Load;
  /** Such as `http://127.0.0.1:8080`; with another host if the engine is remote. */
  readonly url: string;
  /** Where its writes are looked up. @default - they are not looked up */
  readonly environment?: Environment;
}

const here = ["localhost", "127.0.0.1", "[::1]"];

/** The Docker host's name in URLs: an address, so that no load depends on resolving `localhost`. */
function nameOf(engine: EngineAddress): string {
  return isNear(engine) ? "127.0.0.1" : engine.host;
}

/** The application in an environment, whether it runs or not. */
export async function targetIn(environment: Environment): Promise<Required<Target>> {
  const application = await readApplication();
  const load = await loadOf(application);
  const host = nameOf(await engineAddress());
  return { application, load, url: `http://${host}:${environment.port}`, environment };
}

/** The limitations of a measurement, a line each. */
export function describeLimitations({ application, load, url }: Target): string[] {
  const { name, probe = "/" } = application;
  const { hostname } = new URL(url);
  const network = here.includes(hostname)
    ? []
    : [`${name} is on ${hostname}: latencies include the network between it and this machine`];
  if (load.writes) return network;
  const limitation = application.load
    ? `the load of ${name} declares no writes, so none are looked up`
    : `${name} declares no load: only ${probe} is requested, and no write is looked up`;
  return [limitation, ...network];
}

/** The application in the environment or, with `against`, at another address of its Docker host. */
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
  const elsewhere = { ...target, url: parseTarget(against, nameOf(await engineAddress())) };
  await checkAnswer(elsewhere, "name one that runs");
  return { ...elsewhere, environment: await environmentBehind(elsewhere.url) };
}

/**
 * The origin of a URL; throws if it is neither on this machine nor on the Docker host.
 * @param dockerHost its name in URLs
 */
export function parseTarget(against: string, dockerHost = "127.0.0.1"): string {
  const example = "use one such as http://localhost:8080";
  if (!URL.canParse(against)) throw new UserError(`--against is "${against}", no URL: ${example}`);
  const { protocol, hostname, origin, pathname } = new URL(against);
  if (![...here, dockerHost].includes(hostname)) {
    throw new UserError(
      `--against is "${against}", which is neither on this machine nor on the Docker host: a load on anyone else is an attack, so ${example}`,
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
