import { statSync } from "node:fs";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { DURATION_BUCKETS } from "../../../architecture/objective.ts";
import { type Kind, listFiles } from "./store/files.ts";

const KINDS: readonly Kind[] = ["open", "closed", "parquet"];

/** What the log host tells of itself. */
export class Metrics {
  readonly registry = new Registry();
  readonly searches: Histogram;

  constructor(serverName: string, folder: string, mostBytes: number) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ server: serverName });
    collectDefaultMetrics({ register: this.registry });
    this.searches = new Histogram({
      name: "log_search_duration_seconds",
      help: "how long searches took",
      buckets: DURATION_BUCKETS,
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge("log_store_bytes", "size of all files", () =>
      listFiles(folder).reduce((sum, { bytes }) => sum + bytes, 0),
    );
    gauge("log_store_limit_bytes", "what all files may take together", () => mostBytes);
    gauge("log_store_newest_seconds", "how long ago a line was stored last", () => age(folder));
    new Gauge({
      name: "log_store_files",
      help: "files by kind",
      labelNames: ["kind"],
      registers,
      collect() {
        const files = listFiles(folder);
        for (const kind of KINDS) {
          this.set({ kind }, files.filter((file) => file.kind === kind).length);
        }
      },
    });
  }
}

function age(folder: string): number {
  const times = listFiles(folder).map(({ path, closedAt }) =>
    Math.min(closedAt, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  return times.length > 0 ? (Date.now() - Math.max(...times)) / 1000 : 0;
}
