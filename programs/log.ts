/** What happened: any fields, of which some have a meaning. */
export interface LogEvent {
  /** @default - that of its HTTP status, otherwise `info` */
  readonly level?: "info" | "warning" | "error";
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** Structured log: one JSON line an event, to stdout. */
export class Log {
  constructor(private readonly server: string) {}

  write(event: LogEvent): void {
    const line = { time: new Date().toISOString(), server: this.server, ...event };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
