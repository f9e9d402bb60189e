import { appendFile, readFile, rename, stat } from "node:fs/promises";
import type { DeliveredAlert } from "../../model/state.ts";

/** How many files that were full are kept beside the one that is written. */
const OLD_FILES = 2;

/** Keeps deliveries as JSON lines, in a file and in the two before it. */
export class AlertFile {
  private size = 0;

  constructor(
    private readonly path: string,
    private readonly mostBytes = 5 * 1024 * 1024,
  ) {}

  /** What was kept so far, oldest first. A line that a crash tore is left out. */
  async read(): Promise<DeliveredAlert[]> {
    this.size = await stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
    const contents = [];
    for (let number = OLD_FILES; number >= 0; number--) {
      contents.push(await readFile(this.name(number), "utf8").catch(whenMissing));
    }
    return contents.join("\n").split("\n").flatMap(parse);
  }

  /** Adds deliveries; throws if the disk does not take them. */
  async append(alerts: readonly DeliveredAlert[]): Promise<void> {
    // After a torn line a new one begins.
    const text = alerts.map((alert) => `\n${JSON.stringify(alert)}`).join("");
    if (this.size > this.mostBytes) await this.rotate();
    await appendFile(this.path, text);
    this.size += Buffer.byteLength(text);
  }

  private async rotate(): Promise<void> {
    for (let number = OLD_FILES; number > 0; number--) {
      await rename(this.name(number - 1), this.name(number)).catch(whenMissing);
    }
    this.size = 0;
  }

  private name(number: number): string {
    return number === 0 ? this.path : `${this.path}.${number}`;
  }
}

function whenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}

function parse(line: string): DeliveredAlert[] {
  try {
    return [JSON.parse(line) as DeliveredAlert];
  } catch {
    return [];
  }
}
