import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = dirname(fileURLToPath(import.meta.url));

/** The folder of all generated files, of every environment. */
export const localFolder = join(root, ".blueprint");

/**
 * An environment: one running application on a Docker engine. Its name prefixes all its resources.
 */
export interface Environment {
  /** The environment's name. */
  readonly name: string;
  /** The folder of its application, as in `BLUEPRINT_APPLICATION`. @default - the checkout */
  readonly application?: string;
  /** The published port of the public address. */
  readonly port: number;
  /** The published port of the queue's management page, on loopback. */
  readonly operatorsPort: number;
  /** The published port of stage-8's live page, on loopback. */
  readonly dashboardPort: number;
  /** The published port of the live page beside any stage, on loopback. */
  readonly livePort: number;
  /** The path of the Docker socket on the Docker host. */
  readonly engineSocket: string;
  /** Arguments of all image builds, such as proxies, which change no image. */
  readonly buildArguments: Readonly<Record<string, string>>;
  /** The folder of container logs on the Docker host. */
  readonly containersFolder: string;
  /** The endpoint of the user's tracing backend. @default - none */
  readonly otlpEndpoint?: string;
  /** The environment's own folder: its Terraform state, its secrets, its synthesized stages. */
  readonly folder: string;
  /** The Terraform state. */
  readonly stateFile: string;
  /** The generated secrets. */
  readonly secretsFile: string;
  /** The results of its drills, deleted with the environment. */
  readonly drillsFile: string;
  /** The output folder of synthesis: two environments never share Terraform's working folder. */
  readonly outdir: string;
}

/**
 * Reads the environment variables `BLUEPRINT_ENVIRONMENT` (default `shop`, or the name of the
 * folder in `BLUEPRINT_APPLICATION`), `BLUEPRINT_PORT` (default 8080) and
 * `OTEL_EXPORTER_OTLP_ENDPOINT`, which the stages check, and those that the commands set:
 * `BLUEPRINT_ENGINE_FOLDER` (default `/var/lib/docker`), `BLUEPRINT_ENGINE_SOCKET` (default
 * `/var/run/docker.sock`), `BLUEPRINT_BUILD_ARGUMENTS` (JSON, default `{}`) and, for stages that are
 * only compared, `BLUEPRINT_SECRETS_FILE`. Throws an error that names the allowed values, or a variable
 * of Terraform that would split the environment's state.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  checkTerraformsVariables(variables);
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
    engineSocket:
      variables.BLUEPRINT_ENGINE_SOCKET ||
      // A socket in another folder is forwarded from a virtual machine: there it has the usual path.
      variables.DOCKER_HOST?.match(/^unix:\/\/((?:\/var)?\/run\/.+)/)?.[1] ||
      "/var/run/docker.sock",
    buildArguments: parseArguments(variables.BLUEPRINT_BUILD_ARGUMENTS || "{}"),
    containersFolder: join(variables.BLUEPRINT_ENGINE_FOLDER || "/var/lib/docker", "containers"),
    otlpEndpoint: variables.OTEL_EXPORTER_OTLP_ENDPOINT || undefined,
    folder,
    stateFile: join(folder, "terraform.tfstate"),
    secretsFile: variables.BLUEPRINT_SECRETS_FILE || join(folder, "secrets.json"),
    drillsFile: join(folder, "drills.json"),
    outdir: join(folder, "cdktf.out"),
  };
}

function parseArguments(json: string): Record<string, string> {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(
      `BLUEPRINT_BUILD_ARGUMENTS is "${json}", which is not JSON: unset it, the commands set it themselves`,
    );
  }
}

/** Plain Terraform, as cdktf runs it, would keep a second state, of which no command knows. */
function checkTerraformsVariables(variables: NodeJS.ProcessEnv): void {
  const [splitting] =
    Object.entries(variables).find(([name, value = ""]) => {
      if (name === "TF_WORKSPACE") return value !== "" && value !== "default";
      if (name.startsWith("TF_CLI_ARGS")) return /-(state|backend)/.test(value);
      return ["TF_DATA_DIR", "TF_ENCRYPTION"].includes(name) && value !== "";
    }) ?? [];
  if (splitting === undefined) return;
  throw new Error(
    `${splitting} is set, with which Terraform would not use the environment's one state: unset it (for a second shop, set BLUEPRINT_ENVIRONMENT and BLUEPRINT_PORT)`,
  );
}

/** The default name of an environment. */
export function defaultName(application: string | undefined): string {
  if (application === undefined) return "shop";
  const folder = basename(resolve(root, application)).toLowerCase();
  return (
    folder
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      .slice(0, 20) || "shop"
  );
}

/**
 * Returns the environment of the live page. Its name is invalid for users, so that commands that
 * select an environment's containers by their label never select those of the page.
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
