import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { frame } from "./frame.ts";

/** An engine with one container, `shop-app-1`, whose lines have the times 1, 2, 3 … ns. */
export class FakeEngine {
  private count = 0;
  private readonly readers = new Set<ServerResponse>();
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://engine");
    if (url.pathname.endsWith("/json")) response.end(JSON.stringify(this.list()));
    else this.follow(response);
  });

  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The container writes so many lines. */
  write(lines: number): void {
    const from = this.count + 1;
    this.count += lines;
    for (const reader of this.readers) {
      for (let line = from; line <= this.count; line++) reader.write(frameOf(line));
    }
  }

  private follow(response: ServerResponse): void {
    response.flushHeaders();
    for (let line = 1; line <= this.count; line++) response.write(frameOf(line));
    this.readers.add(response);
    response.on("close", () => this.readers.delete(response));
  }

  private list() {
    const labels = { "blueprint.server": "app-1", "blueprint.role": "app" };
    const networks = { front: { IPAddress: "10.0.0.2" }, none: null };
    const container = { Names: ["/shop-app-1"], State: "running", Created: 1, Labels: labels };
    return [{ ...container, NetworkSettings: { Networks: networks } }];
  }
}

function frameOf(line: number): Buffer {
  const time = `2099-01-31T12:00:00.${`${line}`.padStart(9, "0")}Z`;
  return frame(
    line % 2 ? "stdout" : "stderr",
    `${time} {"line":${line},"status":200,"milliseconds":1}\n`,
  );
}
