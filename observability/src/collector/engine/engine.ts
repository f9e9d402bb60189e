import { Agent, get, type IncomingMessage } from "node:http";
import { type Labels, tryReadLabels } from "../../../../architecture/labels.ts";

/** A container in the Docker API's list. */
interface Listed {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly State: string;
  /** Such as `Up 2 minutes (healthy)`. */
  readonly Status?: string;
  readonly Created: number;
  readonly Labels: Readonly<Record<string, string>>;
  readonly HostConfig?: { readonly NetworkMode?: string };
  readonly Mounts?: readonly { readonly Type?: string }[] | null;
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string } | null>> | null;
  };
}

/** A server's container at the time of the request. */
export interface Container {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly role: string;
  /** `running`, `paused`, `exited` … */
  readonly state: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly addresses: readonly string[];
}

/** A container with all listed properties. */
export interface ListedContainer extends Container {
  readonly labels: Labels;
  /** The state of its health check: `healthy`, `unhealthy`, `starting`. @default - it has no check */
  readonly health?: string;
  /** The id of the container whose network it shares. @default - it has its own */
  readonly machineId?: string;
  /** Names of its networks. */
  readonly networks: readonly string[];
  readonly keepsData: boolean;
}

const TIMEOUT_MS = 10_000;

/** A client of the Docker API, through the proxy that allows two requests only. */
export class Engine {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** @param url without a path */
  constructor(
    private readonly url: string,
    private readonly environment: string,
  ) {}

  /** Returns the containers of the environment, including stopped ones. */
  async containers(): Promise<ListedContainer[]> {
    const filters = JSON.stringify({ label: [`blueprint.environment=${this.environment}`] });
    const listed = (await this.json(
      `/containers/json?all=1&filters=${encodeURIComponent(filters)}`,
    )) as Listed[];
    return listed.flatMap((container) => toContainer(container) ?? []);
  }

  /** Returns the current statistics of a running container. */
  stats(name: string): Promise<unknown> {
    return this.json(`/containers/${name}/stats?stream=false&one-shot=true`);
  }

  private async json(path: string): Promise<unknown> {
    const response = await this.request(path);
    let text = "";
    for await (const part of response.setEncoding("utf8")) text += part;
    return JSON.parse(text);
  }

  private request(path: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = get(`${this.url}${path}`, {
        agent: this.agent,
        timeout: TIMEOUT_MS,
      });
      request.once("error", reject);
      request.once("timeout", () => request.destroy(new Error("the Docker API does not answer")));
      request.once("response", (response) => {
        if (response.statusCode === 200) return resolve(response);
        response.resume();
        const [subject] = path.split("?");
        reject(
          new Error(`the Docker API responds with status ${response.statusCode} to GET ${subject}`),
        );
      });
    });
  }
}

function toContainer(listed: Listed): ListedContainer | undefined {
  const name = listed.Names[0]?.replace(/^\//, "");
  const labels = tryReadLabels(listed.Labels);
  if (name === undefined || labels === undefined) return undefined;
  const networks = listed.NetworkSettings?.Networks ?? {};
  return {
    id: listed.Id,
    name,
    server: labels.server,
    role: listed.Labels["blueprint.role"] ?? "",
    state: listed.State,
    created: listed.Created,
    addresses: Object.values(networks).flatMap((network) => network?.IPAddress || []),
    labels,
    health: listed.Status?.match(/\((?:health: )?(\w+)\)$/)?.[1],
    machineId: listed.HostConfig?.NetworkMode?.match(/^container:(.+)/)?.[1],
    networks: Object.keys(networks),
    keepsData: (listed.Mounts ?? []).some(({ Type }) => Type === "volume"),
  };
}
