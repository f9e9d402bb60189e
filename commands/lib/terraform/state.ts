import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../user-error.ts";

/** The state format of Terraform 1 and OpenTofu 1. */
const knownFormat = 4;

/** A Docker object in the state. */
export interface StateObject {
  readonly type: string;
  readonly id: string;
  /** Its creation failed: Terraform will replace it. */
  readonly tainted: boolean;
  /** It has been replaced: Terraform will remove it. */
  readonly deposed: boolean;
}

export interface State {
  readonly objects: readonly StateObject[];
}

/** The fields of a state file that are read here. */
export interface StateFile {
  readonly version: number;
  readonly terraform_version?: string;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly Instance[];
  }[];
}

interface Instance {
  readonly status?: string;
  /** Set if it has been replaced and is still to be removed. */
  readonly deposed?: string;
  readonly create_before_destroy?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>> & { readonly id?: string };
}

/** Reads the Docker objects in a state file. */
export function readState(file: string): State {
  return stateOf(readStateFile(file));
}

/**
 * Reads a state file without Terraform, which is faster and gives clearer errors. A file that is
 * missing or empty is a state in which nothing is deployed, as for Terraform.
 * @throws UserError if the file is anything else than a state that Terraform 1 wrote in plain text
 */
export function readStateFile(file: string): StateFile {
  return parseStateFile(readText(file), file);
}

export function parseState(text: string, file: string): State {
  return stateOf(parseStateFile(text, file));
}

function readText(file: string): string {
  if (!existsSync(file)) return "";
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `the state file ${file} cannot be read (${code}): give this user access to it, nothing was changed`,
    );
  }
}

function parseStateFile(text: string, file: string): StateFile {
  if (text.trim() === "") return { version: knownFormat };
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    throw unusable(file, "is not JSON");
  }
  if (!isObject(state)) throw unusable(file, `is no Terraform state (it holds ${text.trim()})`);
  if ("encrypted_data" in state) {
    throw new UserError(
      `the state file ${file} is encrypted, and these commands read it: decrypt it with OpenTofu (a "fallback" of method "unencrypted" in TF_ENCRYPTION, then "tofu apply -refresh-only" in the stage's folder), nothing was changed`,
    );
  }
  const { version, terraform_version: writer, resources } = state;
  if (typeof version !== "number") {
    throw unusable(file, `is no Terraform state (its version is ${JSON.stringify(version)})`);
  }
  if (version > knownFormat) {
    throw new UserError(
      `the state file ${file} was written by a newer Terraform (${writer}, format ${version}): install that version and run the same command again; nothing was changed and nothing is lost`,
    );
  }
  if (version < knownFormat || !areResources(resources ?? [])) {
    throw unusable(file, `is no state of Terraform 1 (its format is ${version})`);
  }
  return state as unknown as StateFile;
}

function areResources(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((each) => isObject(each) && Array.isArray(each.instances))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unusable(file: string, why: string): UserError {
  return new UserError(
    `the state file ${file} ${why}: put its backup (${file}.backup) in its place, nothing was changed; if there is none, move the file away, and "npm run destroy" removes what the environment has on the engine`,
  );
}

function stateOf({ resources }: StateFile): State {
  const objects = (resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, instances }) =>
      instances.map(({ attributes, status, deposed }) => ({
        type,
        id: attributes?.id ?? "",
        tainted: status === "tainted",
        deposed: deposed !== undefined,
      })),
    );
  return { objects };
}
