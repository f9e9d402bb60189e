import { Agent, get, type IncomingMessage } from "node:http";
import { type Labels, tryReadLabels } from "../../../../architecture/labels.ts";

/** What the engine lists of a container. */
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

/** A server's container, as it was when the engine was asked. */
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

/** The same with all that the engine lists of it. */
export interface ListedContainer extends Container {
  readonly labels: Labels;
  /** What Docker's health check says: `healthy`, `unhealthy`, `starting`. @default - there is no check */
  readonly health?: string;
  /** The id of the container whose network it shares. @default - it has its own */
  readonly machineId?: string;
  /** Names of its networks. */
  readonly networks: readonly string[];
  readonly keepsData: boolean;
}

const TIMEOUT_MILLISECONDS = 10_000;

/** The engine, asked through the door that lets through two questions only. */
export class Engine {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** @param url without a path */
  constructor(
    private readonly url: string,
    private readonly environment: string,
  ) {}

  /** All servers of the environment, also those that don't run. */
  async containers(): Promise<ListedContainer[]> {
    const filters = JSON.stringify({ label: [`blueprint.environment=${this.environment}`] });
    const listed = (await this.json(
      `/containers/json?all=1&filters=${encodeURIComponent(filters)}`,
    )) as Listed[];
    return listed.flatMap((container) => toContainer(container) ?? []);
  }

  /** Figures of a running container at this moment. */
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
        timeout: TIMEOUT_MILLISECONDS,
      });
      request.once("error", reject);
      request.once("timeout", () => request.destroy(new Error("the engine does not answer")));
      request.once("response", (response) => {
        if (response.statusCode === 200) return resolve(response);
        response.resume();
        const [subject] = path.split("?");
        reject(new Error(`the engine answers ${response.statusCode} to GET ${subject}`));
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
