import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The socket of the engine that the tests use. */
export const engineSocket = (process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock").replace(
  "unix://",
  "",
);

/** A way to the engine that a test can close, or where it can answer in the engine's place. */
export class EngineProxy {
  private readonly folder = mkdtempSync(join(tmpdir(), "engine-"));
  private readonly server = createServer((asked, answer) => this.answer(asked, answer));

  private constructor(
    private readonly interfere: (asked: IncomingMessage, answer: ServerResponse) => boolean,
  ) {}

  /** @param interfere answers a request itself and returns true, or returns false to let it pass */
  static async open(
    interfere: (asked: IncomingMessage, answer: ServerResponse) => boolean = () => false,
  ): Promise<EngineProxy> {
    const proxy = new EngineProxy(interfere);
    await new Promise<void>((listening) => proxy.server.listen(proxy.socket, listening));
    return proxy;
  }

  /** What to put into DOCKER_HOST. */
  get address(): string {
    return `unix://${this.socket}`;
  }

  /** Breaks all connections and takes no more. */
  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get socket(): string {
    return join(this.folder, "docker.sock");
  }

  private answer(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.interfere(asked, answer)) return;
    const { method, url: path, headers } = asked;
    const passed = request({ socketPath: engineSocket, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  }
}
