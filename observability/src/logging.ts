/** Writes log lines as JSON. Keep them few: the collector's own lines are collected, too. */
export class Log {
  constructor(private readonly server: string) {}

  write(level: "info" | "warning" | "error", message: string): void {
    const line = { time: new Date().toISOString(), server: this.server, level, message };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
