import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Blueprint } from "../../core/blueprint.ts";
import type { IClient, ITraces } from "../../server/interfaces.ts";
import { PrivateNetwork } from "../../server/private-network.ts";
import { sendingPrograms } from "./traces.ts";

const VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

/** The name of the Docker host in a container, as Docker Desktop has it. */
const DOCKER_HOST = "host.docker.internal";

/**
 * A tracing backend outside the stages, which receives OTLP over HTTP. Its clients join a network
 * that is not internal, on which nothing listens.
 */
export class OtlpBackend extends Construct implements ITraces {
  readonly environment: Readonly<Record<string, string>>;
  readonly network: PrivateNetwork;

  /**
   * Throws an error that names the fix for an endpoint that no container can reach, or that holds a
   * password.
   * @param endpoint the value of `OTEL_EXPORTER_OTLP_ENDPOINT`: `http://collector.example:4318`
   */
  constructor(scope: Construct, id: string, endpoint: string) {
    super(scope, id);
    const host = hostOf(endpoint);
    this.network = new PrivateNetwork(this, "network", {
      internal: false,
      dockerHostName: host === DOCKER_HOST ? host : undefined,
    });
    this.environment = {
      ...sendingPrograms(),
      [VARIABLE]: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    };
  }

  allowFrom(client: IClient): void {
    client.join(this.network);
  }
}

/**
 * Returns where the programs of a stage send their spans: to the stage's own backend, to the one
 * that `OTEL_EXPORTER_OTLP_ENDPOINT` names, or to both; undefined if there is neither.
 */
export function tracesOf(scope: Construct, own?: ITraces): ITraces | undefined {
  const { otlpEndpoint } = Blueprint.of(scope).environment;
  if (otlpEndpoint === undefined) return own;
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild("otlp") as OtlpBackend | undefined;
  const otlp = known ?? new OtlpBackend(stack, "otlp", otlpEndpoint);
  if (own === undefined) return otlp;
  return {
    environment: { ...otlp.environment, ...own.environment },
    network: own.network,
    allowFrom(client) {
      own.allowFrom(client);
      otlp.allowFrom(client);
    },
  };
}

function hostOf(endpoint: string): string {
  const [, host] = /^https?:\/\/([\w.-]+)(:\d+)?(\/[\w./-]*)?$/.exec(endpoint) ?? [];
  const received = `${VARIABLE} is "${endpoint.replace(/\/\/.*@/, "//…@")}"`;
  const orNot = "or unset it, and no spans leave the stage";
  if (host === undefined) {
    throw new Error(
      `${received}: use a URL like http://collector.example:4318, without user, password and query, ${orNot}`,
    );
  }
  if (/^(localhost|127\..*|0\.0\.0\.0)$/.test(host)) {
    throw new Error(
      `${received}, which in a container is the container itself: use http://${DOCKER_HOST}:4318 for a backend on the Docker host, ${orNot}`,
    );
  }
  return host;
}
