import { createHash, type Hash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** A hash of the whole build context, and one of each file and folder directly in it, by name. */
export interface Digest {
  readonly content: string;
  readonly parts: Readonly<Record<string, string>>;
}

const digests = new Map<string, Digest>();

/** The time of every file in a context, so that images of the same files are the same. */
const FILE_TIME = new Date("2000-01-01T00:00:00Z");

/** How a program begins: a script's first line, or an executable file of Linux. */
const PROGRAMS = ["#!", "\x7fELF"].map((start) => Buffer.from(start, "latin1"));

/** What file managers and editors leave in a folder. */
const LEFT_BEHIND = /^(\.DS_Store|Thumbs\.db|desktop\.ini|.*~|\..*\.sw[op])$/;

/**
 * The build context of an image: a folder, and other folders that are copied into it under new
 * names. Only names and contents of files count: modes and times, which differ from checkout to
 * checkout (umask, file system), are set in the copy that the image is built from.
 */
export class BuildContext {
  /** @param parts folders by their name in the context; undefined for an empty one */
  constructor(
    private readonly folder: string,
    private readonly parts: Readonly<Record<string, string | undefined>> = {},
  ) {}

  /** A digest of the names and contents of all files. */
  get digest(): Digest {
    const key = JSON.stringify([this.folder, this.parts]);
    const known = digests.get(key);
    if (known) return known;

    const whole = createHash("sha256");
    const parts = new Map<string, Hash>();
    for (const [name, file] of this.files()) {
      const [part = name] = name.split("/");
      const ofPart = parts.get(part) ?? createHash("sha256");
      parts.set(part, ofPart);
      const content = readFileSync(file);
      for (const hash of [whole, ofPart])
        hash.update(`${name}\0${content.length}\0`).update(content);
    }
    const digest = {
      content: short(whole),
      parts: Object.fromEntries([...parts].map(([name, hash]) => [name, short(hash)])),
    };
    digests.set(key, digest);
    return digest;
  }

  /**
   * Makes the context available at a path, as a symbolic link to a copy.
   * @param copies a folder of copies by their digest: one that is there is not made again
   * @returns the target of the link
   */
  provide(path: string, copies: string): string {
    const copy = this.copyIn(copies);
    rmSync(path, { recursive: true, force: true });
    symlinkSync(copy, path);
    return copy;
  }

  private copyIn(copies: string): string {
    const copy = join(copies, this.digest.content);
    if (existsSync(copy)) return copy;

    const unfinished = `${copy}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    for (const part of ["", ...Object.keys(this.parts)]) {
      mkdirSync(join(unfinished, part), { recursive: true });
    }
    for (const [name, file] of this.files()) {
      const path = join(unfinished, name);
      const content = readFileSync(file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      finish(path, isProgram(content) ? 0o755 : 0o644);
    }
    finishFolders(unfinished);
    renameSync(unfinished, copy);
    return copy;
  }

  /** Its files, sorted by name: the name in the context, and the path. */
  private files(): [name: string, file: string][] {
    return [["", this.folder] as const, ...Object.entries(this.parts)]
      .flatMap(([name, folder]) =>
        filesOf(folder).map((file): [string, string] => [
          join(name, file).replaceAll(sep, "/"),
          join(`${folder}`, file),
        ]),
      )
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function filesOf(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => !LEFT_BEHIND.test(basename(path)))
    .filter((path) => statSync(join(folder, path)).isFile());
}

/** Finishes a folder after all in it: what is written into a folder changes its time. */
function finishFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) finishFolders(join(folder, entry.name));
  }
  finish(folder, 0o755);
}

/** Gives a file or a folder the mode and the time that it has in every image. */
function finish(path: string, mode: number): void {
  chmodSync(path, mode);
  utimesSync(path, FILE_TIME, FILE_TIME);
}

function isProgram(content: Buffer): boolean {
  return PROGRAMS.some((start) => content.subarray(0, start.length).equals(start));
}

function short(hash: Hash): string {
  return hash.digest("hex").slice(0, 12);
}
