import { appendFile, readFile, rename, stat } from "node:fs/promises";
import type { DeliveredAlert } from "../../model/state.ts";

/** How many rotated files are kept beside the current one. */
const OLD_FILES = 2;

/** Stores delivered alerts as JSON lines, in a file that is rotated by size. */
export class AlertFile {
  private size = 0;

  constructor(
    private readonly path: string,
    private readonly maxBytes = 5 * 1024 * 1024,
  ) {}

  /** Returns the stored deliveries, oldest first. Skips a line that a crash cut off. */
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

  /** Appends deliveries; throws if they cannot be written. */
  async append(alerts: readonly DeliveredAlert[]): Promise<void> {
    // A leading newline: the last line may have been cut off by a crash.
    const text = alerts.map((alert) => `\n${JSON.stringify(alert)}`).join("");
    if (this.size > this.maxBytes) await this.rotate();
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
