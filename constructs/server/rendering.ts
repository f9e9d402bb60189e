import { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Volume } from "@cdktf/provider-docker/lib/volume/index.js";
import { Lazy } from "cdktf";
import { labelsOf } from "../../architecture/labels.ts";
import { Blueprint } from "../core/blueprint.ts";
import { healthCheck } from "./health-check.ts";
import type { PrivateNetwork } from "./private-network.ts";
import type { Server, ServerProps } from "./server.ts";

/** Ten years: the removal's own time-out ends first, and with it the deploy. */
const NEVER_KILLED_SECONDS = 315_360_000;

const OMIT_EMPTY = { omitEmpty: true, omitEmptyArray: true };

/** Renders a server as a container of the Docker provider. */
export function renderContainer(server: Server): Container {
  const { environment } = Blueprint.of(server);
  const { props, configuration } = server;
  const { host } = props;
  /** What depends on later calls, such as `join`, is resolved at synthesis. */
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
      later(() => variables(configuration.environment)),
      OMIT_EMPTY,
    ),
    upload: Lazy.anyValue(
      later(() => uploads(configuration.files)),
      OMIT_EMPTY,
    ),
    labels: Lazy.anyValue(later(() => labels(labelsOf(configuration.labels)))),

    networkMode: host && `container:${host.machine.resource.getStringAttribute("id")}`,
    networksAdvanced: Lazy.anyValue(
      later(() => networks(configuration.networks)),
      OMIT_EMPTY,
    ),
    ports: props.publishedPort
      ? [{ internal: props.port, external: props.publishedPort, ip: props.publishedOn }]
      : undefined,
    volumes: volumes(server),

    cpus: Lazy.stringValue(later(() => configuration.limits.cpus)),
    memory: Lazy.numberValue(later(() => configuration.limits.memoryMiB)),
    memorySwap: Lazy.numberValue(later(() => configuration.limits.memoryMiB)),

    ...settings(props),
    stopSignal: props.stopSignal,
    wait: props.wait ?? true,
    waitTimeout: 120,
    restart: "unless-stopped",
    destroyGraceSeconds: props.mayRefuseToStop ? NEVER_KILLED_SECONDS : 30,
    lifecycle: server.replacedByNew ? { createBeforeDestroy: true } : undefined,
  });
  // The bindings, made of an older version of the provider, don't know them.
  if (props.mayRefuseToStop) container.addOverride("timeouts", { delete: "1m" });
  return container;
}

/** What replaces a server when it changes, beside its own configuration. */
export function settings(props: ServerProps) {
  return {
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },

    capabilities: { drop: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    readOnly: props.files === undefined,
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=16m" },

    healthcheck: healthCheck(props.healthCheck),
    stopTimeout: 30,
  };
}

function variables(environment: Record<string, string>): string[] {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

function uploads(files: Record<string, string>): { file: string; content: string }[] {
  return Object.entries(files).map(([file, content]) => ({ file, content }));
}

function networks(all: Map<PrivateNetwork, string[]>): { name: string; aliases: string[] }[] {
  return [...all].map(([{ id }, aliases]) => ({ name: id, aliases: aliases.sort() }));
}

function labels(all: Record<string, string>): { label: string; value: string }[] {
  return Object.entries(all).map(([label, value]) => ({ label, value }));
}

function volumes(server: Server) {
  const { data, enginePath } = server.props;
  const all = [];
  if (data) all.push({ volumeName: dataVolume(server).name, containerPath: data });
  if (enginePath) {
    all.push({ hostPath: enginePath.there, containerPath: enginePath.here, readOnly: true });
  }
  return all.length > 0 ? all : undefined;
}

/** No change of a stage replaces a volume, since it would come back empty. */
function dataVolume(server: Server): Volume {
  const { environment } = Blueprint.of(server);
  return new Volume(server, "volume", {
    name: `${environment.name}-${server.serverName}`,
    labels: [{ label: "blueprint.environment", value: environment.name }],
    lifecycle: { ignoreChanges: "all" },
  });
}
