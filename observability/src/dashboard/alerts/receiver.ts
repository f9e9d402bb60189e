import type { DeliveredAlert } from "../../model/state.ts";
import { WATCHDOG } from "../state/assemble.ts";
import type { AlertFile } from "./alert-file.ts";

/** How many deliveries are kept in memory. */
const MAX_DELIVERIES = 500;

/** Receives alerts from Alertmanager's webhook, and keeps the latest. */
export class AlertReceiver {
  /** Restores the deliveries that the file holds. */
  static async open(file: AlertFile, now = () => performance.now()): Promise<AlertReceiver> {
    return new AlertReceiver(file, (await file.read()).slice(-MAX_DELIVERIES), now);
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
   * Stores deliveries; throws if they cannot be written. Of the Watchdog alert, which is delivered
   * twice a minute, only the time is kept.
   */
  receive(delivered: readonly DeliveredAlert[]): Promise<void> {
    const isWatchdog = ({ labels }: DeliveredAlert) => labels.alertname === WATCHDOG;
    if (delivered.some(isWatchdog)) this.watchdogAt = this.now();
    const kept = delivered.filter((alert) => !isWatchdog(alert));
    if (kept.length === 0) return Promise.resolve();
    const written = this.writing.then(async () => {
      await this.file.append(kept);
      this.alerts = [...this.alerts, ...kept].slice(-MAX_DELIVERIES);
    });
    this.writing = written.catch(() => {});
    return written;
  }

  /** Returns the latest deliveries, newest first. */
  newest(limit: number): DeliveredAlert[] {
    return this.alerts.slice(-limit).reverse();
  }

  /** Seconds since the Watchdog alert was delivered; null if it never was. */
  get watchdogAgeSeconds(): number | null {
    return this.watchdogAt === undefined ? null : (this.now() - this.watchdogAt) / 1000;
  }

  /** The same, but counted from the start of the program if it never was. */
  get secondsWithoutWatchdog(): number {
    return (this.now() - (this.watchdogAt ?? this.startedAt)) / 1000;
  }
}
