import { createHash, type Hash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join, sep } from "node:path";

/** A hash of the whole build context, and one of each file and folder directly in it, by name. */
export interface Digest {
  readonly content: string;
  readonly parts: Readonly<Record<string, string>>;
}

const digests = new Map<string, Digest>();

/**
 * The build context of an image: a folder, and other folders that are copied into it under new
 * names.
 */
export class BuildContext {
  /** @param parts folders by their name in the context; undefined for an empty one */
  constructor(
    private readonly folder: string,
    private readonly parts: Readonly<Record<string, string | undefined>> = {},
  ) {}

  /** A digest of the names, contents and execute bits of all files. */
  get digest(): Digest {
    const key = JSON.stringify([this.folder, this.parts]);
    const known = digests.get(key);
    if (known) return known;

    const whole = createHash("sha256");
    const parts = new Map<string, Hash>();
    for (const [name, file] of this.files()) {
      const { mode } = statSync(file);
      const [part = name] = name.split(sep);
      const ofPart = parts.get(part) ?? createHash("sha256");
      parts.set(part, ofPart);
      const content = readFileSync(file);
      for (const hash of [whole, ofPart]) hash.update(`${name}\0${mode & 0o111}\0`).update(content);
    }
    const digest = {
      content: short(whole),
      parts: Object.fromEntries([...parts].map(([name, hash]) => [name, short(hash)])),
    };
    digests.set(key, digest);
    return digest;
  }

  /**
   * Makes the context available at a path: a symbolic link to its folder or, if it has parts, to a copy.
   * @param copies a folder of copies by their digest: one that is there is not made again
   * @returns the target of the link
   */
  provide(path: string, copies: string): string {
    const target = Object.keys(this.parts).length === 0 ? this.folder : this.copyIn(copies);
    rmSync(path, { recursive: true, force: true });
    symlinkSync(target, path);
    return target;
  }

  private copyIn(copies: string): string {
    const copy = join(copies, this.digest.content);
    if (existsSync(copy)) return copy;

    const unfinished = `${copy}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    for (const [name, folder] of [["", this.folder], ...Object.entries(this.parts)] as const) {
      mkdirSync(join(unfinished, name), { recursive: true });
      if (folder) cpSync(folder, join(unfinished, name), { recursive: true });
    }
    renameSync(unfinished, copy);
    return copy;
  }

  /** Its files, sorted by name: the name in the context, and the path. */
  private files(): [name: string, file: string][] {
    return [["", this.folder] as const, ...Object.entries(this.parts)]
      .flatMap(([name, folder]) =>
        filesOf(folder).map((file): [string, string] => [
          join(name, file),
          join(`${folder}`, file),
        ]),
      )
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function filesOf(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => statSync(join(folder, path)).isFile());
}

function short(hash: Hash): string {
  return hash.digest("hex").slice(0, 12);
}
