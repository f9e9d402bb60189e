import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { LineReader, type RawLine } from "./raw-line.ts";

/** How many files the driver keeps at the most (`max-file`). */
const KEPT_FILES = 3;
/** Read at once. */
const CHUNK_BYTES = 256 * 1024;
const LF = 10;

const chunk = Buffer.alloc(CHUNK_BYTES);

interface OpenFile {
  readonly descriptor: number;
  /** What tells it from others, whatever its name is by now. */
  readonly inode: number;
  offset: number;
}

/**
 * The lines of one container, as the engine's `json-file` driver keeps them: in a file, and in those
 * that it was renamed to when it had grown (`.1`, `.2`). A file stays open until it was read to its
 * end, so that a container's removal takes no line.
 */
export class LogFiles {
  private readonly path: string;
  private file?: OpenFile;
  /** The beginning of an entry whose end is still to come. */
  private rest: Buffer = Buffer.alloc(0);
  private reader = new LineReader();

  /**
   * @param folder the engine's folder of containers
   * @param id the container's whole id
   */
  constructor(folder: string, id: string) {
    this.path = join(folder, id, `${id}-json.log`);
  }

  /**
   * The next lines, oldest first; none if there are none yet. Throws if the file can't be opened
   * though the container is there.
   * @returns whether more may be read at once
   */
  read(take: (line: RawLine) => void): boolean {
    this.file ??= this.openFrom(this.oldest());
    // Asked before the last bytes are read: what is written in between would be left behind.
    const newer = this.newer(this.file.inode);
    const bytes = readSync(this.file.descriptor, chunk, 0, CHUNK_BYTES, this.file.offset);
    if (bytes === 0) {
      if (newer === undefined) return false;
      this.close();
      this.file = this.openFrom(newer);
      return true;
    }
    this.file.offset += bytes;
    this.split(chunk.subarray(0, bytes), take);
    return true;
  }

  /** Reads again from the oldest line that is kept. */
  rewind(): void {
    this.close();
    this.rest = Buffer.alloc(0);
    this.reader = new LineReader();
  }

  close(): void {
    if (this.file) closeSync(this.file.descriptor);
    this.file = undefined;
  }

  private split(bytes: Buffer, take: (line: RawLine) => void): void {
    const data = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    let begin = 0;
    for (let end = data.indexOf(LF); end >= 0; end = data.indexOf(LF, begin)) {
      const line = this.reader.read(data.toString("utf8", begin, end));
      if (line) take(line);
      begin = end + 1;
    }
    this.rest = Buffer.from(data.subarray(begin));
  }

  private openFrom(index: number): OpenFile {
    const descriptor = openSync(this.nameOf(index), "r");
    return { descriptor, inode: fstatSync(descriptor).ino, offset: 0 };
  }

  private oldest(): number {
    let index = KEPT_FILES - 1;
    while (index > 0 && this.inodeOf(index) === undefined) index--;
    return index;
  }

  /** The number of the file that follows that one, if it is not the one that is written to. */
  private newer(inode: number): number | undefined {
    const current = this.inodeOf(0);
    if (current === undefined || current === inode) return undefined;
    for (let index = 1; index < KEPT_FILES; index++) {
      if (this.inodeOf(index) === inode) return index - 1;
    }
    return this.oldest();
  }

  private inodeOf(index: number): number | undefined {
    return statSync(this.nameOf(index), { throwIfNoEntry: false })?.ino;
  }

  private nameOf(index: number): string {
    return index === 0 ? this.path : `${this.path}.${index}`;
  }
}
