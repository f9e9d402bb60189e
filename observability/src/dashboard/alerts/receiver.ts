import type { DeliveredAlert } from "../../model/state.ts";
import { WATCHDOG } from "../state/assemble.ts";
import type { AlertFile } from "./alert-file.ts";

/** How many deliveries are held in memory. */
const REMEMBERED = 500;

/** Takes alerts in, and remembers the last of them. */
export class AlertReceiver {
  /** Starts with what was kept before. */
  static async open(file: AlertFile, now = () => performance.now()): Promise<AlertReceiver> {
    return new AlertReceiver(file, (await file.read()).slice(-REMEMBERED), now);
  }

  private readonly startedAt: number;
  private watchdogAt?: number;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: AlertFile,
    private alerts: readonly DeliveredAlert[],
    private readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  /**
   * Keeps deliveries; throws if the disk does not take them. The always firing alert comes twice a
   * minute: only its time is remembered.
   */
  receive(delivered: readonly DeliveredAlert[]): Promise<void> {
    const isWatchdog = ({ labels }: DeliveredAlert) => labels.alertname === WATCHDOG;
    if (delivered.some(isWatchdog)) this.watchdogAt = this.now();
    const kept = delivered.filter((alert) => !isWatchdog(alert));
    if (kept.length === 0) return Promise.resolve();
    const written = this.writing.then(async () => {
      await this.file.append(kept);
      this.alerts = [...this.alerts, ...kept].slice(-REMEMBERED);
    });
    this.writing = written.catch(() => {});
    return written;
  }

  /** The last deliveries, newest first. */
  newest(limit: number): DeliveredAlert[] {
    return this.alerts.slice(-limit).reverse();
  }

  /** How long ago the always firing alert arrived, in seconds; null if it did not yet. */
  get watchdogAgeSeconds(): number | null {
    return this.watchdogAt === undefined ? null : (this.now() - this.watchdogAt) / 1000;
  }

  /** The same, counted from the start as long as it did not arrive. */
  get secondsWithoutWatchdog(): number {
    return (this.now() - (this.watchdogAt ?? this.startedAt)) / 1000;
  }
}
