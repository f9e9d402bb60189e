import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A log host that keeps what it gets in memory, and can be told to misbehave. */
export class RelpServer {
  readonly lines: string[] = [];
  /** Whether it acknowledges what it stores. */
  acknowledges = true;
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  port = 0;

  async start(): Promise<void> {
    this.server = createServer((socket) => this.serve(socket)).listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = this.server && once(this.server, "close");
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let rest = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      rest += chunk;
      for (let match = find(rest); match; match = find(rest)) {
        rest = rest.slice(match.length);
        if (match.command === "syslog") this.lines.push(match.data);
        if (match.command === "open" || this.acknowledges) {
          socket.write(`${match.transaction} rsp 6 200 OK\n`);
        }
      }
    });
  }
}

function find(text: string) {
  const [header, transaction, command, length] = /^(\d+) (\w+) (\d+) /.exec(text) ?? [];
  if (header === undefined || text.length <= header.length + Number(length)) return undefined;
  const end = header.length + Number(length);
  return { transaction, command, data: text.slice(header.length, end), length: end + 1 };
}
