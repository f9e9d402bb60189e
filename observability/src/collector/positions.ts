import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { BEGINNING } from "./logs/nanoseconds.ts";
import type { Stream } from "./logs/raw-line.ts";

/** Up to where a container's lines were stored, by stream: within one, times only grow. */
export type Position = Readonly<Record<Stream, string>>;

/** After that many stored batches the file is written without waiting for the second to be over. */
const MOST_UNSAVED = 50;

/**
 * How far each container's lines were stored, by the container's name, in a file. A container that
 * was replaced under its name goes on from there: its lines are younger.
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

  /** Reads the file; without one all lines that the engine has are still to be stored. */
  static open(file: string): Positions {
    try {
      return new Positions(file, JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Positions(file, {});
      throw new Error(
        `cannot read the positions in ${file}: ${(error as Error).message}: remove the file to read all lines anew`,
      );
    }
  }

  get(container: string): Position {
    return this.known.get(container) ?? { stdout: BEGINNING, stderr: BEGINNING };
  }

  /** All lines up to there were stored. */
  advance(container: string, position: Position): void {
    this.known.set(container, position);
    if (++this.unsaved >= MOST_UNSAVED) this.save();
  }

  /** Forgets containers that are gone. */
  keep(containers: ReadonlySet<string>): void {
    for (const name of this.known.keys()) {
      if (containers.has(name)) continue;
      this.known.delete(name);
      this.unsaved++;
    }
  }

  /** Writes what has changed; a crash leaves the old file or the new one. */
  save(): void {
    if (this.unsaved === 0) return;
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.known)));
    renameSync(`${this.file}.new`, this.file);
    this.unsaved = 0;
  }
}
