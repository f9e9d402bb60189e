import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../../../architecture/size.ts";
import { Blueprint } from "../../core/blueprint.ts";
import { Image } from "../../core/image.ts";
import { fillTemplate, placeholdersOf } from "../../core/template.ts";
import { httpCheck } from "../../server/health-check.ts";
import type { IEndpoint, IObservable, Metrics } from "../../server/interfaces.ts";
import { FAST_SCRAPE_INTERVAL } from "../../server/metrics.ts";
import { Server } from "../../server/server.ts";
import { Tier } from "../../server/tier.ts";
import type { RuleValues } from "../rule-values.ts";
import { charts } from "./charts.ts";

/** Props of `Prometheus`. */
export interface PrometheusProps {
  /** The values of the placeholders in rule files. */
  readonly values: RuleValues;
  /**
   * The path of a folder with `prometheus.yml` and, optionally, a folder `rules`.
   * @default - this construct's folder, with rules for golden signals and objectives
   */
  readonly configuration?: string;
}

/** Prometheus, which scrapes all servers, stores their metrics for a week, and evaluates alert rules. */
export class Prometheus extends Tier implements IEndpoint {
  readonly port = 9090;
  override readonly monitoring = { folder: import.meta.dirname, charts };
  private readonly targets: IObservable[] = [];
  /** The rule files, by their path in the container. */
  private readonly rules = new Map<string, string>();

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const { configuration = import.meta.dirname } = props;
    const { environment } = Blueprint.of(this);

    const server = new Server(this, "server", {
      role: "prometheus",
      image: Image.fromFolder(this, "prometheus", join(import.meta.dirname, "image")),
      user: "prometheus",
      size: Size.SMALL,
      port: this.port,
      data: "/var/lib/prometheus",
      files: () => ({
        "/etc/prometheus/prometheus.yml": fillTemplate(join(configuration, "prometheus.yml"), {
          environment: environment.name,
        }),
        "/etc/prometheus/scrape.json": scrapeConfiguration(
          this.targets.flatMap(({ metrics }) => metrics),
        ),
        ...Object.fromEntries(
          [...this.rules].map(([path, file]) => [path, fillRules(file, props.values)]),
        ),
      }),
      healthCheck: httpCheck(`${this.address}:${this.port}`, "/prometheus/-/ready"),
    });
    this.servers.push(server);
    this.addRules(filesOf(join(configuration, "rules")));
  }

  /** Adds scrape targets; each grants Prometheus access to its metrics. */
  addTargets(targets: readonly IObservable[]): void {
    this.targets.push(...targets);
    const others = targets.filter((target) => target !== this && target.metrics.length > 0);
    for (const target of others) target.exposeMetricsTo(this);
  }

  /** Adds rule files. */
  addRules(files: readonly string[]): void {
    for (const file of files) {
      const path = `/etc/prometheus/rules/${ruleName(file)}`;
      const known = this.rules.get(path);
      if (known) throw new Error(`${known} and ${file} are both ${path}: rename one of them`);
      this.rules.set(path, file);
    }
  }

  protected override get exporters() {
    return [
      {
        job: "prometheus",
        port: this.port,
        path: "/prometheus/metrics",
        interval: FAST_SCRAPE_INTERVAL,
      },
    ];
  }
}

/** Finds the servers of a tier by DNS, so that a new server needs no change of the configuration. */
function scrapeConfiguration(metrics: readonly Metrics[]): string {
  const jobs = [...new Map(metrics.map((source) => [source.job, source])).values()];
  const configurations = jobs.map(({ job, path = "/metrics", interval, query }) => ({
    job_name: job,
    metrics_path: path,
    scrape_interval: interval,
    // Traffic on the Docker host is free, but compression takes CPU time.
    enable_compression: false,
    params: query,
    dns_sd_configs: metrics
      .filter((source) => source.job === job)
      .map(({ address, port }) => ({ names: [address], type: "A", port, refresh_interval: "5s" })),
  }));
  return `${JSON.stringify({ scrape_configs: configurations }, null, 2)}\n`;
}

function filesOf(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.map((name) => join(folder, name));
}

/** Fills the placeholders of a rule file; throws if a value is missing. */
function fillRules(file: string, values: RuleValues): string {
  const named = placeholdersOf(file);
  const taken = Object.entries(values).filter(([name]) => named.includes(name));
  return fillTemplate(file, Object.fromEntries(taken));
}

/** Names a rule file after its folder: `cache/alerts.yml` becomes `cache.yml`. */
function ruleName(file: string): string {
  const name = basename(file);
  return name === "alerts.yml" ? `${basename(dirname(file))}.yml` : name;
}
