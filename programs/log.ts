/** A log event: any fields; these have a fixed meaning. */
export interface LogEvent {
  /** @default - derived from the field `status`, otherwise `info` */
  readonly level?: "info" | "warning" | "error";
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** A structured log: writes each event to stdout, as a line of JSON. */
export class Log {
  constructor(private readonly server: string) {}

  write(event: LogEvent): void {
    const line = { time: new Date().toISOString(), server: this.server, ...event };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
