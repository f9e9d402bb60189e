/** A synthesized stage: the fields that are used here. */
export interface StageFile {
  readonly resource: {
    readonly docker_image: Record<string, { readonly name: string }>;
    readonly docker_container: Record<string, StageContainer>;
    readonly docker_network: Record<string, { readonly internal: boolean }>;
  };
}

export interface StageContainer {
  readonly name: string;
  readonly image: string;
  readonly user: string;
  readonly command?: readonly string[];
  readonly env?: readonly string[];
  readonly upload?: readonly { readonly file: string; readonly content: string }[];
  readonly networks_advanced: readonly {
    readonly name: string;
    readonly aliases: readonly string[];
  }[];
  readonly ports?: readonly { readonly internal: number; readonly external: number }[];
  readonly volumes?: readonly { readonly container_path: string }[];
  readonly cpus: string;
  readonly memory: number;
  readonly memory_swap: number;
  readonly log_driver: string;
  readonly log_opts: Record<string, string>;
  readonly capabilities: { readonly drop: readonly string[] };
  readonly security_opts: readonly string[];
  readonly read_only: boolean;
  readonly tmpfs: Record<string, string>;
  readonly healthcheck: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly start_period: string;
  };
  readonly depends_on?: readonly string[];
  readonly restart: string;
  readonly stop_signal?: string;
  readonly stop_timeout: number;
}

/** Parses a stage, without the hashes in its servers' names, which only Terraform needs. */
export function withoutHashes(json: string): StageFile {
  return JSON.parse(json.replace(/\b([a-z-]+(?:-\d+)?)-[0-9a-f]{8}(?=\.[a-z])/g, "$1"));
}

/** The id in a reference such as `${docker_network.web.name}` or `docker_container.web-1`. */
export function idIn(reference: string): string {
  return reference.match(/^(?:\$\{)?docker_\w+\.([\w-]+)/)?.[1] ?? reference;
}

/** Removes the escapes of Terraform's expressions. */
export function unescapeExpressions(content: string): string {
  return content.replace(/([$%])\1(?=\{)/g, "$1");
}

/** Returns a stage's images by their variables in compose.yaml: `SHOP_IMAGE`. */
export function imageVariables({ resource }: StageFile): Record<string, string> {
  return Object.fromEntries(
    Object.entries(resource.docker_image).map(([id, { name }]) => [
      `${id.replaceAll("-", "_").toUpperCase()}_IMAGE`,
      name,
    ]),
  );
}
