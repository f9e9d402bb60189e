import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { fillTemplate } from "../../constructs/core/template.ts";
import { HAPROXY } from "../../constructs/haproxy/haproxy.ts";
import { settings } from "../../constructs/server/settings.ts";
import { root } from "../../environment.ts";
import { docker } from "./shop.ts";

const NAME = `logs-${process.pid}`;
const PROXY = `${NAME}-watching-docker-api-proxy`;
const LOGS = `${NAME}-logs`;
const CONSTRUCTS = join(root, "constructs");
const IMAGES = {
  collector: "observability/collector/image",
  "log-store": "observability/log-store/image",
  haproxy: "haproxy/image",
};
const CONTAINERS = "/var/lib/docker/containers";

/** How all servers run, whatever their image. */
const SECURITY = [
  ...settings({} as never).securityOpts.map((option) => `--security-opt=${option}`),
  "--cap-drop=ALL",
  "--read-only",
  "--tmpfs=/tmp:rw,noexec,nosuid,size=16m",
];

/** The containers that can be killed. */
type Part = "log-store" | "collector";

/** A collector with its Docker API proxy and a log store, without a stage; their environment is empty at first. */
export class LogStack {
  static async create(): Promise<LogStack> {
    return new LogStack(await mkdtemp(join(tmpdir(), "logs-")));
  }

  readonly environment = NAME;
  private readonly servers: string[] = [];

  private constructor(private readonly folder: string) {}

  /** Starts all, or a part that was killed. */
  async start(part?: Part): Promise<void> {
    if (part) {
      await docker("start", containerOf(part));
      // the proxy shares the network of the collector's container, which is a new one
      if (part === "collector") await docker("restart", PROXY);
      return;
    }
    for (const [image, folder] of Object.entries(IMAGES)) {
      const options = { env: { DOCKER_BUILDKIT: "0" } };
      await execa("docker", ["build", "-q", "-t", tag(image), join(CONSTRUCTS, folder)], options);
    }
    await docker("network", "create", NAME);
    await this.startLogStore(1024 ** 3);
    await this.startCollector();
  }

  async kill(part: Part): Promise<void> {
    await docker("kill", containerOf(part));
  }

  async restart(part: Part): Promise<void> {
    await docker("restart", containerOf(part));
  }

  /** Starts a program as a server of the environment. */
  async run(server: string, script: string, ...options: string[]): Promise<void> {
    const labels = [`environment=${NAME}`, `server=${server}`, "role=printer"];
    const labelOptions = labels.flatMap((label) => ["--label", `blueprint.${label}`]);
    const name = `${NAME}-${server}`;
    this.servers.push(name);
    const program = [tag("collector"), "node", "-e", script];
    await docker("run", "-d", "--name", name, ...options, ...labelOptions, ...program);
  }

  /** Another container for the store's volume. */
  async replaceLogStore(maxBytes: number): Promise<void> {
    await docker("stop", containerOf("log-store"));
    await docker("rm", containerOf("log-store"));
    await this.startLogStore(maxBytes);
  }

  /** What a query in LogsQL finds; with a limit, the newest lines. */
  async search(query: string, limit = 0): Promise<Record<string, string>[]> {
    const parameters = new URLSearchParams({ query, limit: `${limit}` });
    const lines = await this.askStore(`select/logsql/query?${parameters}`);
    return lines.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));
  }

  /** What the store's lines take on the disk. */
  async storedBytes(): Promise<number> {
    const sizes = (await this.askStore("metrics")).matchAll(/^vl_data_size_bytes\S* (\S+)$/gm);
    return [...sizes].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  }

  /** Stores lines of ten servers, evenly over the last three days. */
  async fill(lines: number): Promise<void> {
    const script = `
      const lines = ${lines}, now = Date.now(), begin = now - 3 * 86400e3;
      const url = "http://logs:9428/logs/insert/jsonline?_stream_fields=server&_time_field=time&_msg_field=text";
      (async () => {
        for (let i = 0; i < lines; ) {
          let body = "";
          for (const end = i + 5000; i < end; i++) {
            const id = "00000000-0000-4000-8000-" + String(i).padStart(12, "0");
            const severity = i % 100 ? "info" : i % 1000 ? "warning" : "error";
            const text = JSON.stringify({ method: "POST", path: "/orders", status: 201, milliseconds: i % 97, message: "an order of customer " + i });
            body += JSON.stringify({ time: new Date(begin + (now - begin) * i / lines), server: "server-" + i % 10, severity, requestId: id, text }) + "\\n";
          }
          await fetch(url, { method: "POST", body, headers: { "content-type": "application/stream+json" } });
        }
      })()`;
    await docker("exec", containerOf("collector"), "node", "-e", script);
    await this.askStore("internal/force_flush");
  }

  /** The collector's metrics. */
  metrics(): Promise<string> {
    return docker(
      "exec",
      containerOf("collector"),
      "busybox",
      "wget",
      "-qO-",
      "http://127.0.0.1:9100/metrics",
    );
  }

  /** The status line of the Docker API proxy's response to the lines of a request. */
  async requestDockerApi(...lines: string[]): Promise<string> {
    const script =
      'const s=require("net").connect(2375,"127.0.0.1");s.end(process.argv[1]);s.once("data",(d)=>{console.log(String(d).split("\\r\\n")[0]);process.exit()})';
    const request = `${[...lines, "Host: engine", "", ""].join("\r\n")}`;
    return docker("exec", containerOf("collector"), "node", "-e", script, request);
  }

  /** Removes what is there, also where it never came up as a whole. */
  async remove(): Promise<void> {
    const parts = [PROXY, containerOf("collector"), containerOf("log-store")];
    await docker("rm", "--force", "--volumes", ...parts, ...this.servers);
    const network = await docker("network", "ls", "--quiet", "--filter", `name=^${NAME}$`);
    if (network) await docker("network", "rm", network);
    await docker("volume", "rm", "--force", LOGS);
    await rm(this.folder, { recursive: true });
  }

  private askStore(path: string): Promise<string> {
    const url = `http://127.0.0.1:9428/logs/${path}`;
    return docker("exec", containerOf("log-store"), "busybox", "wget", "-qO-", url);
  }

  private async startLogStore(maxBytes: number): Promise<void> {
    const environment = ["LISTEN=127.0.0.1:9428,logs:9428", `MAX_BYTES=${maxBytes}`];
    const options = [
      ...SECURITY,
      "--memory=512m",
      ...["-v", `${LOGS}:/var/lib/logs`, "--network", NAME, "--network-alias", "logs"],
      ...environment.flatMap((variable) => ["-e", variable]),
    ];
    await docker("run", "-d", "--name", containerOf("log-store"), ...options, tag("log-store"));
  }

  private async startCollector(): Promise<void> {
    const environment = [
      `ENVIRONMENT=${NAME}`,
      "LOGS_URL=http://logs:9428/logs",
      `CONTAINERS_FOLDER=${CONTAINERS}`,
      "STATE_FILE=/var/lib/collector/state",
    ];
    const variables = environment.flatMap((variable) => ["-e", variable]);
    const folder = await docker("info", "--format", "{{ .DockerRootDir }}");
    const data = ["-v", "/var/lib/collector", "-v", `${folder}/containers:${CONTAINERS}:ro`];
    const options = ["--user=collector:root", "--network", NAME, ...data, ...variables];
    await docker(
      "run",
      "-d",
      "--name",
      containerOf("collector"),
      ...SECURITY,
      ...options,
      tag("collector"),
    );

    const file = await this.file("docker-api-proxy.cfg", "collector/docker-api-proxy.cfg", {
      environment: NAME,
      metricsAddress: "127.0.0.1",
      metricsPort: HAPROXY.port,
    });
    const socket = "/var/run/docker.sock";
    const volumes = ["-v", `${file}:/etc/haproxy/haproxy.cfg:ro`, "-v", `${socket}:${socket}`];
    const place = ["--user=0", "--network", `container:${containerOf("collector")}`];
    await docker("run", "-d", "--name", PROXY, ...SECURITY, ...place, ...volumes, tag("haproxy"));
  }

  private async file(
    name: string,
    template: string,
    values: Parameters<typeof fillTemplate>[1],
  ): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, fillTemplate(join(CONSTRUCTS, "observability", template), values), {
      mode: 0o644,
    });
    return path;
  }
}

function containerOf(part: Part): string {
  return `${NAME}-watching-${part}`;
}

function tag(image: string): string {
  return `blueprint-test-${image}`;
}
