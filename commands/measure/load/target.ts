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

/** An application that runs, and how it is put under load. */
export interface Target {
  readonly application: Application;
  readonly load: Load;
  /** Such as `http://127.0.0.1:8080`; with another host if the engine is elsewhere. */
  readonly url: string;
  /** Where its writes are looked up. @default - nobody knows what became of them */
  readonly environment?: Environment;
}

const here = ["localhost", "127.0.0.1", "[::1]"];

/** The Docker host's name in URLs: no load depends on how this machine resolves `localhost`. */
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

/** A line about each thing that a load does not know, or measures beside the application. */
export function describeGaps({ application, load, url }: Target): string[] {
  const { name, probe = "/" } = application;
  const { hostname } = new URL(url);
  const network = here.includes(hostname)
    ? []
    : [
        `${name} is on ${hostname}: what is measured is also the network between it and this machine`,
      ];
  if (load.writes) return network;
  const gap = application.load
    ? `the load of ${name} declares no writes, so none is looked up`
    : `${name} declares no load: only ${probe} is requested, and no write is looked up`;
  return [gap, ...network];
}

/** What runs in the environment or, where one is named, at another address of its Docker host. */
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
 * The origin of a URL; throws where it is neither on this machine nor on the Docker host.
 * @param dockerHost its name in URLs
 */
export function parseTarget(against: string, dockerHost = "127.0.0.1"): string {
  const example = "use one such as http://localhost:8080";
  if (!URL.canParse(against)) throw new UserError(`--against is "${against}", no URL: ${example}`);
  const { protocol, hostname, origin, pathname } = new URL(against);
  if (![...here, dockerHost].includes(hostname)) {
    throw new UserError(
      `--against is "${against}", which is neither on this machine nor on the Docker host: a load is an attack on whoever did not ask for it, so ${example}`,
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
