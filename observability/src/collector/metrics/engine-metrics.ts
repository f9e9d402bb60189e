import { Counter, Gauge, type Registry } from "prom-client";
import type { Container } from "../engine/engine.ts";
import { newest } from "../engine/newest.ts";
import type { StatsCache } from "../engine/stats-cache.ts";

const LABELS = ["server", "role"] as const;

export interface EngineMetricsOptions {
  readonly registry: Registry;
  readonly stats: StatsCache;
  /** Returns the current containers. */
  readonly containers: () => readonly Container[];
  /** The CPU limits in cores, by server name. */
  readonly cpuLimits: Pick<ReadonlyMap<string, number>, "get">;
}

/** Metrics of each server from the Docker API. A server without a container has no metrics. */
export class EngineMetrics {
  private readonly up: Gauge;
  private readonly cpu: Counter;
  private readonly memory: Gauge;
  private readonly memoryLimit: Gauge;
  private readonly cpuLimit: Gauge;
  private readonly addresses: Gauge;

  constructor(private readonly options: EngineMetricsOptions) {
    const registers = [options.registry];
    const gauge = (name: string, help: string, more: string[] = []) =>
      new Gauge({ name, help, labelNames: [...LABELS, ...more], registers });
    this.up = gauge("server_up", "whether the server's container runs and is not paused");
    this.memory = gauge("server_memory_bytes", "memory in use, without the page cache");
    this.memoryLimit = gauge("server_memory_limit_bytes", "memory that the server may use");
    this.cpuLimit = gauge("server_cpu_limit_cores", "cores that the server may use");
    this.addresses = gauge("server_address_info", "an address of the server", ["address"]);
    this.cpu = new Counter({
      name: "server_cpu_seconds_total",
      help: "CPU time that the server has used",
      labelNames: LABELS,
      registers,
    });
  }

  /** Updates the metrics before a scrape. */
  async refresh(): Promise<void> {
    const all = this.options.containers();
    const stats = await this.options.stats.read(all);
    for (const metric of [this.up, this.cpu, this.memory, this.memoryLimit]) metric.reset();
    for (const metric of [this.cpuLimit, this.addresses]) metric.reset();

    for (const { name, server, role, state, addresses } of newest(all)) {
      const labels = { server, role };
      this.up.set(labels, state === "running" ? 1 : 0);
      for (const address of addresses) this.addresses.set({ ...labels, address }, 1);
      const cores = this.options.cpuLimits.get(server);
      if (cores !== undefined) this.cpuLimit.set(labels, cores);
      const found = stats.get(name);
      if (found === undefined) continue;
      this.cpu.inc(labels, found.cpuSeconds);
      this.memory.set(labels, found.memoryBytes);
      this.memoryLimit.set(labels, found.memoryLimitBytes);
    }
  }
}
