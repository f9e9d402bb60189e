import { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Volume } from "@cdktf/provider-docker/lib/volume/index.js";
import { Lazy } from "cdktf";
import { labelsOf } from "../../architecture/labels.ts";
import { Blueprint } from "../core/blueprint.ts";
import type { IServer } from "./configuration.ts";
import type { INetwork } from "./interfaces.ts";
import { settings } from "./settings.ts";

/**
 * A grace period of ten years: the timeout of the removal ends first, and the deploy fails without
 * a kill.
 */
const NEVER_KILLED_SECONDS = 315_360_000;

/**
 * The DNS lookup of a name that is gone, as of a server that failed, times out after a second. By
 * default it takes up to 20 s: Docker's DNS asks the host's servers, which may be unreachable.
 */
const QUICK_LOOKUPS = "timeout:1 attempts:1";

const OMIT_EMPTY = { omitEmpty: true, omitEmptyArray: true };

/** Renders a server as a container of the Docker provider. */
export function renderContainer(server: IServer): Container {
  const { environment } = Blueprint.of(server);
  const { props, configuration, host, replacement } = server;
  /** Values that depend on later calls, such as `join`, are resolved at synthesis. */
  const later = <T>(produce: () => T) => ({ produce });

  const container = new Container(server, "container", {
    name: Lazy.stringValue(later(() => `${environment.name}-${configuration.name}`)),
    image: props.image.reference,
    user: props.user,
    command: Lazy.listValue(
      later(() => configuration.command),
      OMIT_EMPTY,
    ),
    env: Lazy.listValue(
      later(() => variables({ RES_OPTIONS: QUICK_LOOKUPS, ...configuration.environment })),
      OMIT_EMPTY,
    ),
    upload: Lazy.anyValue(
      later(() => uploads(configuration.files)),
      OMIT_EMPTY,
    ),
    labels: Lazy.anyValue(later(() => labels(labelsOf(configuration.labels)))),

    networkMode: host
      ? `container:${host.machine.resource.getStringAttribute("id")}`
      : Lazy.stringValue(later(() => withoutNetwork(configuration.networks.size))),
    networksAdvanced: Lazy.anyValue(
      later(() => networks(configuration.networks)),
      OMIT_EMPTY,
    ),
    host: Lazy.anyValue(
      later(() => dockerHosts(configuration.networks)),
      OMIT_EMPTY,
    ),
    ports:
      props.port && props.publishedPort
        ? [{ internal: props.port, external: props.publishedPort, ip: props.publishedOn }]
        : undefined,
    volumes: volumes(server),

    cpus: Lazy.stringValue(later(() => configuration.limits.cpus)),
    memory: Lazy.numberValue(later(() => configuration.limits.memoryMiB)),
    memorySwap: Lazy.numberValue(later(() => configuration.limits.memoryMiB)),

    ...settings(props),
    stopSignal: props.stopSignal,
    wait: replacement.waits,
    waitTimeout: 120,
    restart: "unless-stopped",
    destroyGraceSeconds: replacement.mayRefuseToStop
      ? NEVER_KILLED_SECONDS
      : replacement.stopSeconds,
    lifecycle: replacement.startsFirst ? { createBeforeDestroy: true } : undefined,
  });
  // The bindings come from an older version of the provider, without `timeouts`.
  if (replacement.mayRefuseToStop) container.addOverride("timeouts", { delete: "1m" });
  return container;
}

/** A server without clients is on no network: Docker would put it on its default bridge. */
function withoutNetwork(networks: number): string | undefined {
  return networks === 0 ? "none" : undefined;
}

function variables(environment: Record<string, string>): string[] {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

function uploads(files: Record<string, string>): { file: string; content: string }[] {
  return Object.entries(files).map(([file, content]) => ({ file, content }));
}

function networks(all: Map<INetwork, string[]>): { name: string; aliases: string[] }[] {
  return [...all].map(([{ id }, aliases]) => ({ name: id, aliases: aliases.sort() }));
}

/** Docker replaces `host-gateway` by the address of the Docker host. */
function dockerHosts(all: Map<INetwork, string[]>): { host: string; ip: string }[] {
  return [...all.keys()].flatMap(({ dockerHostName }) =>
    dockerHostName ? [{ host: dockerHostName, ip: "host-gateway" }] : [],
  );
}

function labels(all: Record<string, string>): { label: string; value: string }[] {
  return Object.entries(all).map(([label, value]) => ({ label, value }));
}

function volumes(server: IServer) {
  const { data, hostPath } = server.props;
  const all = [];
  if (data) all.push({ volumeName: dataVolume(server).name, containerPath: data });
  if (hostPath) {
    all.push({ hostPath: hostPath.there, containerPath: hostPath.here, readOnly: true });
  }
  return all.length > 0 ? all : undefined;
}

/** Ignores all changes of the volume, because a replaced volume is empty. */
function dataVolume(server: IServer): Volume {
  const { environment } = Blueprint.of(server);
  return new Volume(server, "volume", {
    name: `${environment.name}-${server.serverName}`,
    labels: [{ label: "blueprint.environment", value: environment.name }],
    lifecycle: { ignoreChanges: "all" },
  });
}
