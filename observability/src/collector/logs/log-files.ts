import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { LineReader, type RawLine } from "./raw-line.ts";

/** The maximum number of files that the driver keeps (`max-file`). */
const KEPT_FILES = 3;
/** The number of bytes in one read. */
const CHUNK_BYTES = 256 * 1024;
const LF = 10;

const chunk = Buffer.alloc(CHUNK_BYTES);

interface OpenFile {
  readonly descriptor: number;
  /** Identifies the file after a rotation has renamed it. */
  readonly inode: number;
  offset: number;
}

/**
 * Reads the log files of one container, written by Docker's `json-file` driver: the current file, and the
 * rotated ones (`.1`, `.2`). A file stays open until its end is read, so that no line is lost when the
 * container is removed.
 */
export class LogFiles {
  private readonly path: string;
  private file?: OpenFile;
  /** The beginning of an incomplete entry. */
  private rest: Buffer = Buffer.alloc(0);
  private reader = new LineReader();

  /**
   * @param folder Docker's folder of containers
   * @param id the container's full id
   */
  constructor(folder: string, id: string) {
    this.path = join(folder, id, `${id}-json.log`);
  }

  /**
   * Reads the next lines, oldest first. Throws if the file cannot be opened.
   * @returns whether there may be more lines to read at once
   */
  read(take: (line: RawLine) => void): boolean {
    this.file ??= this.openFrom(this.oldest());
    // Checked before the read: after it, lines written before a rotation would be skipped.
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

  /** Starts again from the oldest line of the files. */
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

  /** Returns the number of the file after this one; undefined if it is the current file. */
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
