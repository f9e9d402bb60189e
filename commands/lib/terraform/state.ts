import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../user-error.ts";

/** The newest state format of Terraform 1 and OpenTofu 1. */
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

/** Reads a state file without Terraform, which is faster and gives clearer errors. */
export function readStateFile(file: string): StateFile {
  return parseStateFile(existsSync(file) ? readFileSync(file, "utf8") : "", file);
}

export function parseState(text: string, file: string): State {
  return stateOf(parseStateFile(text, file));
}

function parseStateFile(text: string, file: string): StateFile {
  if (text.trim() === "") return { version: knownFormat };
  let state: StateFile;
  try {
    state = JSON.parse(text) as StateFile;
  } catch {
    throw new UserError(
      `the state file ${file} is not JSON: put its backup (${file}.backup) in its place, nothing was changed`,
    );
  }
  if (state.version > knownFormat) {
    throw new UserError(
      `the state file ${file} was written by a newer Terraform (${state.terraform_version}, format ${state.version}): install that version and run the same command again; nothing was changed and nothing is lost`,
    );
  }
  return state;
}

function stateOf({ resources = [] }: StateFile): State {
  const objects = resources
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
