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
const COLLECTOR = `${NAME}-watching-collector`;
const DOOR = `${NAME}-watching-door`;
const LOGS = `${NAME}-watching-logs`;
const CONSTRUCTS = join(root, "constructs");
const IMAGES = {
  collector: "observability/collector/image",
  "log-host": "observability/log-host/image",
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

/** A collector with its door and a log host, without a stage; their environment is empty at first. */
export class LogStack {
  static async create(): Promise<LogStack> {
    return new LogStack(await mkdtemp(join(tmpdir(), "logs-")));
  }

  private constructor(private readonly folder: string) {}

  async start(): Promise<void> {
    for (const [image, folder] of Object.entries(IMAGES)) {
      const options = { env: { DOCKER_BUILDKIT: "0" } };
      await execa("docker", ["build", "-q", "-t", tag(image), join(CONSTRUCTS, folder)], options);
    }
    await docker("network", "create", NAME);
    await this.startLogHost();
    await this.startCollector();
  }

  /** A program's container that belongs to the environment. */
  async run(server: string, script: string): Promise<string> {
    const labels = [`environment=${NAME}`, `server=${server}`, "role=printer"];
    const options = labels.flatMap((label) => ["--label", `blueprint.${label}`]);
    const name = `${NAME}-${server}`;
    await docker("run", "-d", "--name", name, ...options, tag("collector"), "node", "-e", script);
    return name;
  }

  async search(query: Record<string, string>): Promise<{ time: string; text: string }[]> {
    const url = `http://127.0.0.1:8080/search?${new URLSearchParams(query)}`;
    return JSON.parse(await docker("exec", LOGS, "busybox", "wget", "-qO-", url)).lines;
  }

  /** The collector's figures. */
  metrics(): Promise<string> {
    return docker("exec", COLLECTOR, "busybox", "wget", "-qO-", "http://127.0.0.1:9100/metrics");
  }

  /** The first line that the door answers to these lines of a request. */
  async askDoor(...lines: string[]): Promise<string> {
    const script =
      'const s=require("net").connect(2375,"127.0.0.1");s.end(process.argv[1]);s.once("data",(d)=>{console.log(String(d).split("\\r\\n")[0]);process.exit()})';
    const request = `${[...lines, "Host: engine", "", ""].join("\r\n")}`;
    return docker("exec", COLLECTOR, "node", "-e", script, request);
  }

  async killLogHost(): Promise<void> {
    await docker("kill", LOGS);
  }

  async returnLogHost(): Promise<void> {
    await docker("start", LOGS);
  }

  async restartLogHost(): Promise<void> {
    await docker("restart", LOGS);
  }

  async killCollector(): Promise<void> {
    await docker("kill", COLLECTOR);
  }

  /** Its door has lost the network with it. */
  async returnCollector(): Promise<void> {
    await docker("start", COLLECTOR);
    await docker("restart", DOOR);
  }

  /**
   * Removes what is there, also where it never came up as a whole.
   * @param servers those that were run
   */
  async remove(servers: readonly string[]): Promise<void> {
    await docker("rm", "--force", "--volumes", DOOR, COLLECTOR, LOGS, ...servers);
    const network = await docker("network", "ls", "--quiet", "--filter", `name=^${NAME}$`);
    if (network) await docker("network", "rm", network);
    await rm(this.folder, { recursive: true });
  }

  private async startLogHost(): Promise<void> {
    const file = await this.file("rsyslog.conf", "log-host/rsyslog.conf", {
      address: ["127.0.0.1", "logs"],
      port: 2514,
    });
    const volumes = ["-v", `${file}:/etc/rsyslog.conf:ro`, "-v", "/var/lib/logs"];
    const network = ["--network", NAME, "--network-alias", "logs"];
    const limits = ["--memory=384m", "-e", "LISTEN=127.0.0.1,logs"];
    await docker(
      "run",
      "-d",
      "--name",
      LOGS,
      ...SECURITY,
      ...network,
      ...volumes,
      ...limits,
      tag("log-host"),
    );
  }

  private async startCollector(): Promise<void> {
    const environment = [
      `ENVIRONMENT=${NAME}`,
      "LOG_HOST=logs",
      `CONTAINERS_FOLDER=${CONTAINERS}`,
      "STATE_FILE=/var/lib/collector/state",
    ];
    const variables = environment.flatMap((variable) => ["-e", variable]);
    const folder = await docker("info", "--format", "{{ .DockerRootDir }}");
    const data = ["-v", "/var/lib/collector", "-v", `${folder}/containers:${CONTAINERS}:ro`];
    const options = ["--user=collector:root", "--network", NAME, ...data, ...variables];
    await docker("run", "-d", "--name", COLLECTOR, ...SECURITY, ...options, tag("collector"));

    const file = await this.file("door.cfg", "collector/engine-door.cfg", {
      environment: NAME,
      metricsAddress: "127.0.0.1",
      metricsPort: HAPROXY.port,
    });
    const socket = "/var/run/docker.sock";
    const volumes = ["-v", `${file}:/etc/haproxy/haproxy.cfg:ro`, "-v", `${socket}:${socket}`];
    const place = ["--user=0", "--network", `container:${COLLECTOR}`];
    await docker("run", "-d", "--name", DOOR, ...SECURITY, ...place, ...volumes, tag("haproxy"));
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

function tag(image: string): string {
  return `blueprint-test-${image}`;
}
