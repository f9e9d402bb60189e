import { createHash, type Hash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join, sep } from "node:path";

/** Hashes of all files of a context, and of those of each file and folder in it by its name. */
export interface Digest {
  readonly content: string;
  readonly parts: Readonly<Record<string, string>>;
}

const digests = new Map<string, Digest>();

/** What an image is built from: a folder, and folders that lie elsewhere under other names in it. */
export class BuildContext {
  /** @param parts folders by the name that they have in the context, or undefined for an empty one */
  constructor(
    private readonly folder: string,
    private readonly parts: Readonly<Record<string, string | undefined>> = {},
  ) {}

  /** The same for the same names, contents and execute bits. */
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

  /** Makes it available under that path: as a link, or as a copy where it has parts. */
  provide(path: string): void {
    rmSync(path, { recursive: true, force: true });
    const parts = Object.entries(this.parts);
    if (parts.length === 0) {
      symlinkSync(this.folder, path);
      return;
    }
    for (const [name, folder] of [["", this.folder], ...parts] as const) {
      mkdirSync(join(path, name), { recursive: true });
      if (folder) cpSync(folder, join(path, name), { recursive: true });
    }
  }

  /** Paths of its files by their names in the context, in the order of the names. */
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
