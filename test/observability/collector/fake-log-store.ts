import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";

/** A line, as it was inserted. */
export interface StoredLine {
  readonly time: string;
  readonly container: string;
  readonly stream: string;
  readonly text: string;
}

/** How long after it acknowledged a line the store has it on the disk. */
export const DISK_MS = 400;

/** A log store that acknowledges lines before they are on the disk, like VictoriaLogs. */
export class FakeLogStore {
  /** Each line as often as it was stored. */
  lines: StoredLine[] = [];
  requests = 0;
  /** The queries for stored lines. */
  readonly queries: string[] = [];
  /** The connections that were never closed. */
  get connections(): number {
    return this.sockets.size;
  }
  /** What it responds with to lines. */
  status = 200;
  private readonly sockets = new Set<Socket>();
  private readonly arrived = new Map<StoredLine, number>();
  private server?: Server;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/logs`;
  }

  async start(): Promise<void> {
    this.server = createServer(async (request, response) => {
      const url = new URL(request.url ?? "", this.url);
      const body = await text(request);
      if (url.pathname === "/logs/insert/jsonline") {
        response.writeHead(this.status).end(this.status === 200 ? "" : "the disk is full");
        if (this.status === 200) this.insert(body);
      } else if (url.pathname === "/logs/select/logsql/query") {
        response.end(this.select(url.searchParams.get("query") ?? ""));
      } else {
        response.writeHead(url.pathname === "/logs/internal/force_flush" ? 200 : 404).end();
      }
    });
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Stops as by `kill -9`: what is not on the disk is lost. */
  async kill(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    this.lines = this.lines.filter((line) => Date.now() - (this.arrived.get(line) ?? 0) > DISK_MS);
  }

  private insert(body: string): void {
    if (body === "") return;
    this.requests++;
    for (const json of body.split("\n")) {
      const line = JSON.parse(json) as StoredLine;
      this.arrived.set(line, Date.now());
      this.lines.push(line);
    }
  }

  private select(query: string): string {
    this.queries.push(query);
    const [, container, from = ""] =
      /^container:="(.+)" _time:>=(\S+) \| fields stream, _time$/.exec(query) ?? [];
    return this.lines
      .filter((line) => line.container === container && line.time >= from.replace("Z", ""))
      .map(({ stream, time }) => JSON.stringify({ stream, _time: time.replace(/0*Z$/, "Z") }))
      .join("\n");
  }
}
