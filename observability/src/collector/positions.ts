import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { BEGINNING } from "./logs/nanoseconds.ts";
import type { Stream } from "./logs/raw-line.ts";

/** The time of a container's last stored line, by stream. Within a stream, times only increase. */
export type Position = Readonly<Record<Stream, string>>;

/** After this many stored batches, the file is written at once instead of at the end of the second. */
const MAX_UNSAVED = 50;

/**
 * The positions of all containers, by container name, in a file. A new container with the same name
 * resumes there: its lines are later.
 */
export class Positions {
  private readonly known: Map<string, Position>;
  private unsaved = 0;

  private constructor(
    private readonly file: string,
    known: Record<string, Position>,
  ) {
    this.known = new Map(Object.entries(known));
  }

  /** Reads the file; without a file, no line is stored yet. */
  static open(file: string): Positions {
    try {
      return new Positions(file, JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Positions(file, {});
      throw new Error(
        `cannot read the positions in ${file}: ${(error as Error).message}: remove the file to read all lines again`,
      );
    }
  }

  /** Returns the position of a container. */
  get(container: string): Position {
    return this.known.get(container) ?? { stdout: BEGINNING, stderr: BEGINNING };
  }

  /** Records that all lines up to a position are stored. */
  advance(container: string, position: Position): void {
    this.known.set(container, position);
    if (++this.unsaved >= MAX_UNSAVED) this.save();
  }

  /** Removes the positions of all other containers. */
  retain(containers: ReadonlySet<string>): void {
    for (const name of this.known.keys()) {
      if (containers.has(name)) continue;
      this.known.delete(name);
      this.unsaved++;
    }
  }

  /** Writes the file atomically if positions have changed. */
  save(): void {
    if (this.unsaved === 0) return;
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.known)));
    renameSync(`${this.file}.new`, this.file);
    this.unsaved = 0;
  }
}
