import { relative } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { readSecretsFile } from "../../../secrets-file.ts";
import { readApplication } from "../../lib/application.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { docker } from "../../lib/docker.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { findUnknown } from "../../lib/terraform/leftovers.ts";
import { readState } from "../../lib/terraform/state.ts";
import { UserError } from "../../lib/user-error.ts";

/**
 * Throws if the environment runs with secrets that this checkout does not have. A deploy would
 * remove the running servers as leftovers, and the databases would refuse the new passwords.
 */
export async function checkOwner(environment: Environment): Promise<void> {
  const { name, folder, secretsFile, stateFile } = environment;
  const secrets = readSecrets(secretsFile);
  const found = await listLabelled(labelOf(name), ["container", "volume"]);
  if (found.length === 0) return;

  const unknown = findUnknown(found, readState(stateFile));
  const containers = unknown.filter(({ kind }) => kind === "container").map(({ id }) => id);
  const { variables: constants = {} } = await readApplication();
  const isOther = (variables: readonly string[]) =>
    holdsOther(variables, secrets ?? [], Object.keys(constants));
  if (secrets && !(await areSome(containers, isOther))) return;
  throw new UserError(
    `the environment ${name} was not deployed from this checkout, or its folder ${relative(root, folder)} was lost: put that folder back, or remove the environment with its data by "${variablesOf(environment)}npm run destroy", or choose another name with BLUEPRINT_ENVIRONMENT`,
  );
}

/**
 * Whether a container's environment variables contain a secret other than these.
 * @param constants names of variables that the application declares as constants
 */
export function holdsOther(
  variables: readonly string[],
  secrets: readonly string[],
  constants: readonly string[] = [],
): boolean {
  return variables.some((variable) => {
    if (constants.includes(variable.split("=", 1)[0] ?? "")) return false;
    const [, named, inUrl] =
      variable.match(/^\w+_(?:SECRET|PASSWORD)=(.+)$|^\w+_URL=\w+:\/\/[^:@/]+:([^@/]+)@/s) ?? [];
    const value = named ?? inUrl;
    return value !== undefined && !secrets.includes(value);
  });
}

/** Whether it is true of the environment variables of one of the containers. */
async function areSome(
  containers: readonly string[],
  isTrue: (variables: readonly string[]) => boolean,
): Promise<boolean> {
  if (containers.length === 0) return false;
  const format = ["--format", "{{json .Config.Env}}"];
  const lines = await docker("inspect the containers", ["inspect", ...format, ...containers]);
  return lines.split("\n").some((line) => isTrue((JSON.parse(line) ?? []) as string[]));
}

function readSecrets(file: string): string[] | undefined {
  try {
    const secrets = readSecretsFile(file);
    return secrets && Object.values(secrets);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
