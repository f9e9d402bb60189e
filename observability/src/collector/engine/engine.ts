import { Agent, get, type IncomingMessage } from "node:http";

/** What the engine lists of a container. */
interface Listed {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly State: string;
  readonly Created: number;
  readonly Labels: Readonly<Record<string, string>>;
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
  async containers(): Promise<Container[]> {
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

function toContainer(listed: Listed): Container | undefined {
  const name = listed.Names[0]?.replace(/^\//, "");
  const { "blueprint.server": server, "blueprint.role": role = "" } = listed.Labels;
  if (name === undefined || server === undefined) return undefined;
  const networks = Object.values(listed.NetworkSettings?.Networks ?? {});
  const addresses = networks.flatMap((network) => network?.IPAddress || []);
  const { Id: id } = listed;
  return { id, name, server, role, state: listed.State, created: listed.Created, addresses };
}
