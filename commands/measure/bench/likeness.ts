import { idIn, type StageContainer, type StageFile } from "./stage-file.ts";

/** The output of `docker compose config --format json`: the fields that are used here. */
export interface Composition {
  readonly services: Record<string, Service>;
  readonly networks: Record<string, { readonly internal?: boolean }>;
}

export interface Service {
  readonly image: string;
  readonly user: string;
  readonly command?: readonly string[] | null;
  readonly environment?: Record<string, string>;
  readonly networks: Record<string, { readonly aliases?: readonly string[] } | null>;
  readonly ports?: readonly { readonly target: number; readonly published: string }[];
  readonly volumes?: readonly { readonly target: string }[];
  readonly cpus: number;
  readonly mem_limit: string;
  readonly memswap_limit: string;
  readonly logging: { readonly driver: string; readonly options: Record<string, string> };
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs: readonly string[];
  readonly healthcheck: StageContainer["healthcheck"];
  readonly depends_on?: Record<string, unknown>;
  readonly restart: string;
  readonly stop_signal?: string;
  readonly stop_grace_period: string;
}

type Traits = Record<string, unknown>;

/** The differences between a composition and the stage, one sentence each. */
export function differences(stage: StageFile, composition: Composition): string[] {
  const { docker_container: containers, docker_network: networks } = stage.resource;
  const internal = (all: Record<string, { internal?: boolean }>) =>
    mapped(all, (network) => network.internal ?? false);
  const wanted = mapped(containers, (container) => ofStage(stage, container));
  const found = mapped(composition.services, ofService);
  return [
    ...compare("the networks", internal(networks), internal(composition.networks)),
    ...compare("the services", Object.keys(wanted).sort(), Object.keys(found).sort()),
    ...Object.entries(wanted).flatMap(([name, traits]) =>
      Object.entries(traits).flatMap(([trait, value]) =>
        compare(`${trait} of ${name}`, value, found[name]?.[trait]),
      ),
    ),
  ];
}

function compare(what: string, wanted: unknown, found: unknown): string[] {
  const [a, b] = [canonical(wanted), canonical(found)];
  return a === b ? [] : [`${what}: the stage has ${a}, compose.yaml ${b}`];
}

function ofStage(stage: StageFile, container: StageContainer): Traits {
  const variables = (container.env ?? []).map((each) => each.split(/=(.*)/s).slice(0, 2));
  return {
    image: stage.resource.docker_image[idIn(container.image)]?.name,
    user: container.user,
    command: container.command ?? [],
    environment: withoutSecrets(Object.fromEntries(variables)),
    networks: Object.fromEntries(
      container.networks_advanced.map(({ name, aliases }) => [idIn(name), [...aliases].sort()]),
    ),
    ports: (container.ports ?? []).map(({ internal, external }) => `${external}:${internal}`),
    mounts: [
      ...(container.upload ?? []).map(({ file }) => file),
      ...(container.volumes ?? []).map((volume) => volume.container_path),
    ],
    cpus: Number(container.cpus),
    memory: [container.memory, container.memory_swap],
    logging: [container.log_driver, container.log_opts],
    capabilities: container.capabilities.drop,
    security: container.security_opts,
    readOnly: container.read_only,
    tmpfs: Object.entries(container.tmpfs).map((each) => each.join(":")),
    health: checkOf(container),
    dependsOn: (container.depends_on ?? []).map(idIn).sort(),
    restart: container.restart,
    stopSignal: container.stop_signal,
    stopSeconds: container.stop_timeout,
  };
}

function ofService(service: Service): Traits {
  const mebibytes = (bytes: string) => Number(bytes) / 2 ** 20;
  return {
    image: service.image,
    user: service.user,
    command: service.command ?? [],
    environment: withoutSecrets(service.environment ?? {}),
    networks: mapped(service.networks, (network) => [...(network?.aliases ?? [])].sort()),
    ports: (service.ports ?? []).map(({ target, published }) => `${published}:${target}`),
    mounts: (service.volumes ?? []).map(({ target }) => target),
    cpus: service.cpus,
    memory: [mebibytes(service.mem_limit), mebibytes(service.memswap_limit)],
    logging: [service.logging.driver, service.logging.options],
    capabilities: service.cap_drop,
    security: service.security_opt,
    readOnly: service.read_only ?? false,
    tmpfs: service.tmpfs,
    health: checkOf(service),
    dependsOn: Object.keys(service.depends_on ?? {}).sort(),
    restart: service.restart,
    stopSignal: service.stop_signal,
    stopSeconds: Number(service.stop_grace_period.replace(/s$/, "")),
  };
}

function checkOf({
  healthcheck: { test, interval, timeout, retries, start_period },
}: {
  healthcheck: StageContainer["healthcheck"];
}): unknown {
  return { test, interval, timeout, retries, start_period };
}

/** Both generate random secrets, so only the existence of a secret is compared. */
function withoutSecrets(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      /PASSWORD|SECRET/.test(name) ? "a secret" : value.replace(/(:\/\/\w+:)[^@]+@/, "$1a secret@"),
    ]),
  );
}

export function mapped<T, U>(
  record: Record<string, T>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
