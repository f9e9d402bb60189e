import { execa } from "execa";
import { filesOf } from "./browsers.ts";
import { docker, type Shop } from "./shop.ts";

/** The edges of a shop's CDN, asked on their own machines. */
export class Edges {
  readonly names = ["cdn-1", "cdn-2"];

  constructor(private readonly shop: Shop) {}

  /** Gets a file from an edge, and returns how it was found there: `HIT`, `MISS`. */
  async cacheOf(edge: string, file: string): Promise<string | undefined> {
    const url = `http://127.0.0.1:8080${file}`;
    const command = ["busybox", "wget", "-S", "-O", "/dev/null", url];
    const { stderr } = await execa("docker", ["exec", await this.container(edge), ...command]);
    return stderr.match(/X-Cache: (\w+)/)?.[1];
  }

  /** Takes a file out of an edge's cache, or makes it old there, and returns what the edge said. */
  async purge(edge: string, file: string, ...options: string[]): Promise<string> {
    return docker("exec", await this.container(edge), "purge", file, ...options);
  }

  /** Makes both edges hold all files of the first page and of the first product, and returns them. */
  async warm(): Promise<string[]> {
    const product = (await this.shop.get("/products/1", "text/html")).text;
    const files = [...new Set([...filesOf(await this.page()), ...filesOf(product)])];
    for (const edge of this.names) for (const file of files) await this.cacheOf(edge, file);
    return files;
  }

  /** The first page of the catalogue. */
  async page(): Promise<string> {
    return (await this.shop.get("/products", "text/html")).text;
  }

  private async container(server: string): Promise<string> {
    return (await this.shop.containers())[server] ?? "";
  }
}
