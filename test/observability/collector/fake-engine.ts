import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const ID = "ab".repeat(32);

/** When the container was created. */
export const CREATED = "1970-01-01T00:00:01Z";

/** An engine with one container, `shop-app-1`, whose lines have the times 1, 2, 3 … ns. */
export class FakeEngine {
  private count = 0;
  private isThere = true;
  private readonly server: Server = createServer((_, response) => {
    response.end(JSON.stringify(this.isThere ? [this.container()] : []));
  });

  /** @param folder the engine's folder of containers */
  constructor(readonly folder: string) {
    mkdirSync(join(folder, ID));
  }

  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The container writes so many lines of at least that length. */
  write(lines: number, length = 0): void {
    const from = this.count + 1;
    this.count += lines;
    let text = "";
    for (let line = from; line <= this.count; line++) text += entryOf(line, length);
    appendFileSync(this.file(0), text);
  }

  /** The engine begins a new file. */
  rotate(): void {
    for (const index of [1, 0]) {
      if (existsSync(this.file(index))) renameSync(this.file(index), this.file(index + 1));
    }
    appendFileSync(this.file(0), "");
  }

  /** The container is removed with its files. */
  remove(): void {
    rmSync(join(this.folder, ID), { recursive: true });
    this.isThere = false;
  }

  private file(index: number): string {
    return join(this.folder, ID, `${ID}-json.log${index ? `.${index}` : ""}`);
  }

  private container() {
    const labels = { "blueprint.server": "app-1", "blueprint.role": "app" };
    const networks = { front: { IPAddress: "10.0.0.2" }, none: null };
    const known = {
      Id: ID,
      Names: ["/shop-app-1"],
      State: "running",
      Created: Date.parse(CREATED) / 1000,
      Labels: labels,
    };
    return { ...known, NetworkSettings: { Networks: networks } };
  }
}

function entryOf(line: number, length: number): string {
  // As the engine does: without the zeros at the end.
  const fraction = `${line}`.padStart(9, "0").replace(/0+$/, "");
  const entry = {
    log: `${`{"line":${line},"status":200,"milliseconds":1`.padEnd(length)}}\n`,
    stream: line % 2 ? "stdout" : "stderr",
    time: `2099-01-31T12:00:00.${fraction}Z`,
  };
  return `${JSON.stringify(entry)}\n`;
}
