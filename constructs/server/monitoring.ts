import type { Charts } from "../../architecture/charts.ts";
import { charts } from "./charts.ts";

/** What watches servers, beside their construct. */
export interface Monitoring {
  /**
   * Absolute path of the folder with Prometheus' rules for these servers, `alerts.yml`, and the runbooks
   * of those alerts, `runbooks/`. A folder may lack either.
   */
  readonly folder: string;
  /** What the live page draws. @default - the charts of every server */
  readonly charts?: Partial<Charts>;
}

/** What watches every server, whatever it is. */
export const EVERY_SERVER: Monitoring = { folder: import.meta.dirname, charts };
