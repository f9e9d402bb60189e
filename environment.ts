import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = dirname(fileURLToPath(import.meta.url));

/** The folder of everything that is made locally, whatever the environment. */
export const localFolder = join(root, ".blueprint");

/** One running shop on one Docker engine: its name prefixes everything that belongs to it. */
export interface Environment {
  readonly name: string;
  /** The folder of its application, as it was named. @default - the checkout's own */
  readonly application?: string;
  /** The port on which the public address is published. */
  readonly port: number;
  /** The port on loopback on which operators see the queue. */
  readonly operatorsPort: number;
  /** The port on loopback on which operators see the whole shop. */
  readonly dashboardPort: number;
  /** The port on loopback of the live page that runs beside any stage. */
  readonly livePort: number;
  /** The path of the engine's socket on the engine's machine. */
  readonly engineSocket: string;
  /** The folder of the engine's containers on the engine's machine. */
  readonly containersFolder: string;
  /** What belongs to this environment alone: its state, its secrets, its synthesized stages. */
  readonly folder: string;
  readonly stateFile: string;
  readonly secretsFile: string;
  /** What its own drills have found, as long as it is deployed. */
  readonly drillsFile: string;
  /** Where `npm run` synthesizes to, so that two environments never share a working folder. */
  readonly outdir: string;
}

/**
 * Reads `BLUEPRINT_ENVIRONMENT` (default `shop`, or the name of the folder in `BLUEPRINT_APPLICATION`), `BLUEPRINT_PORT` (default 8080) and
 * `BLUEPRINT_ENGINE_FOLDER`, which the commands set (default `/var/lib/docker`).
 * Throws with a sentence that says what is allowed.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const application = variables.BLUEPRINT_APPLICATION || undefined;
  const name = variables.BLUEPRINT_ENVIRONMENT ?? defaultName(application);
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
    throw new Error(
      `BLUEPRINT_ENVIRONMENT is "${name}": use 1 to 20 lower-case letters, digits and hyphens, a letter first`,
    );
  }
  const port = variables.BLUEPRINT_PORT ?? "8080";
  if (!/^\d{4,5}$/.test(port) || Number(port) < 1024 || Number(port) > 65535) {
    throw new Error(`BLUEPRINT_PORT is "${port}": use a number from 1024 to 65535`);
  }
  const folder = join(localFolder, "environments", name);
  const dashboardPort = Number(port) + (Number(port) + 920 > 65535 ? -920 : 920);
  return {
    name,
    application,
    port: Number(port),
    operatorsPort: Number(port) + (port === "65535" ? -1 : 1),
    dashboardPort,
    livePort: dashboardPort + (dashboardPort === 65535 ? -1 : 1),
    engineSocket: variables.DOCKER_HOST?.match(/^unix:\/\/(.+)/)?.[1] ?? "/var/run/docker.sock",
    containersFolder: join(variables.BLUEPRINT_ENGINE_FOLDER ?? "/var/lib/docker", "containers"),
    folder,
    stateFile: join(folder, "terraform.tfstate"),
    secretsFile: join(folder, "secrets.json"),
    drillsFile: join(folder, "drills.json"),
    outdir: join(folder, "cdktf.out"),
  };
}

/** What an environment is called that nobody named. */
export function defaultName(application: string | undefined): string {
  return application === undefined ? "shop" : basename(resolve(root, application));
}

/**
 * The environment of the live page, which is none of the shop's: its name can be no user's, so that
 * nothing that looks for the shop's containers by their label meets those of the page.
 */
export function liveEnvironmentOf(environment: Environment): Environment {
  const folder = join(environment.folder, "live");
  return {
    ...environment,
    name: `${environment.name}.live`,
    folder,
    stateFile: join(folder, "terraform.tfstate"),
    secretsFile: join(folder, "secrets.json"),
    outdir: join(folder, "cdktf.out"),
  };
}
