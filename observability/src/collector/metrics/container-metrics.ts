import { Counter, Gauge, type Registry } from "prom-client";
import { withoutEnvironment } from "../../../../architecture/labels.ts";
import type { ListedContainer } from "../engine/engine.ts";
import type { StatsCache } from "../engine/stats-cache.ts";

const LABELS = ["container", "server"] as const;

export interface ContainerMetricsOptions {
  readonly registry: Registry;
  readonly environment: string;
  readonly stats: StatsCache;
  readonly containers: () => readonly ListedContainer[];
  /** Returns the CPU limit of a container, in cores; undefined if it is unknown. */
  readonly cpuLimitOf: (container: ListedContainer) => number | undefined;
}

/** Resource metrics for each container: during a replacement, a server has an old and a new one. */
export class ContainerMetrics {
  private readonly cpu: Counter<"container" | "server">;
  private readonly cpuLimit: Gauge<"container" | "server">;
  private readonly memory: Gauge<"container" | "server">;
  private readonly memoryLimit: Gauge<"container" | "server">;

  constructor(private readonly options: ContainerMetricsOptions) {
    const registers = [options.registry];
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: LABELS, registers });
    this.memory = gauge("container_memory_bytes", "memory in use, without the page cache");
    this.memoryLimit = gauge("container_memory_limit_bytes", "memory that the container may use");
    this.cpuLimit = gauge("container_cpu_limit_cores", "cores that the container may use");
    this.cpu = new Counter({
      name: "container_cpu_seconds_total",
      help: "CPU time that the container has used",
      labelNames: LABELS,
      registers,
    });
  }

  /** Updates the metrics before a scrape. */
  async refresh(): Promise<void> {
    const { environment, containers, stats: cache, cpuLimitOf } = this.options;
    const listed = containers();
    const stats = await cache.read(listed);
    for (const metric of [this.cpu, this.cpuLimit, this.memory, this.memoryLimit]) metric.reset();

    for (const each of listed) {
      const labels = {
        container: withoutEnvironment(each.name, environment),
        server: each.server,
      };
      const cores = cpuLimitOf(each);
      if (cores !== undefined) this.cpuLimit.set(labels, cores);
      const found = stats.get(each.name);
      if (found === undefined) continue;
      this.cpu.inc(labels, found.cpuSeconds);
      this.memory.set(labels, found.memoryBytes);
      this.memoryLimit.set(labels, found.memoryLimitBytes);
    }
  }
}
