import { request } from "undici";
import { type Environment, readEnvironment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { docker } from "../../lib/docker.ts";
import { UserError } from "../../lib/user-error.ts";

/** The shop that is to be visited. */
export interface Target {
  readonly url: string;
  /** Whose books tell what became of the orders. @default - nobody knows */
  readonly environment?: Environment;
}

const here = ["localhost", "127.0.0.1", "[::1]"];

/** The shop of the environment or, where one is named, another one on this machine. */
export async function findTarget(
  environment: Environment,
  against: string | undefined,
): Promise<Target> {
  if (against === undefined) {
    const url = `http://127.0.0.1:${environment.port}`;
    await checkAnswer(
      url,
      `deploy a stage with "${variablesOf(environment)}npm run deploy stage-2"`,
    );
    return { url, environment };
  }
  const url = parseTarget(against);
  await checkAnswer(url, "name a shop that runs");
  return { url, environment: await environmentBehind(url) };
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

async function checkAnswer(url: string, wayOut: string): Promise<void> {
  try {
    const { body } = await request(`${url}/healthz`, { signal: AbortSignal.timeout(30_000) });
    await body.dump();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`no shop answers at ${url} (${code ?? message}): ${wayOut}`);
  }
}

/** The environment whose container publishes the port of a URL. */
async function environmentBehind(url: string): Promise<Environment | undefined> {
  const port = new URL(url).port || "80";
  const words = ["ps", "--filter", `publish=${port}`, "--format"];
  const label = '{{.Label "blueprint.environment"}}';
  const [name] = (await docker("look for the shop's container", [...words, label])).split("\n");
  if (!name) return undefined;
  return readEnvironment({ BLUEPRINT_ENVIRONMENT: name, BLUEPRINT_PORT: port });
}
