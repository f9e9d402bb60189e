import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

type Answer =
  | {
      readonly rows: readonly (readonly (string | number)[])[];
      /** @default - c0, c1, ... */
      readonly columns?: readonly string[];
    }
  | { readonly error: string }
  | "no response"
  | "disconnect";

/** Implements as much of PostgreSQL's protocol as `pg` needs to log in and to run queries. */
export class FakePostgres {
  /** All queries that it received, in order. */
  readonly queries: string[] = [];
  answer: (query: string) => Answer = () => ({ rows: [] });
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  isReplica = false;
  /** Accepts connections and does not respond, like a paused process. */
  isFrozen = false;
  port = 0;

  /** Listens on its previous port, or first on a free one. */
  async start(): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.disconnectAll();
    const { server } = this;
    if (server?.listening) await new Promise((resolve) => server.close(resolve));
  }

  disconnectAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Sends a notification (`NOTIFY`) to all connections. */
  notify(channel: string, payload: string): void {
    const notification = frame("A", int32(0), text(channel), text(payload));
    for (const socket of this.sockets) socket.write(notification);
  }

  private serve(socket: Socket): void {
    let buffer = Buffer.alloc(0);
    let isLoggedIn = false;
    let prepared = "";
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (this.isFrozen) return;
      buffer = Buffer.concat([buffer, data]);
      for (;;) {
        const start = isLoggedIn ? 1 : 0;
        if (buffer.length < start + 4) return;
        const end = start + buffer.readInt32BE(start);
        if (buffer.length < end) return;
        const message = buffer.subarray(0, end);
        buffer = buffer.subarray(end);
        if (!isLoggedIn) socket.write(Buffer.concat([frame("R", int32(0)), ready]));
        else if (message[0] === 0x51) this.query(socket, message.toString("utf8", 5, end - 1));
        // extended query protocol: remembers the text of Parse, answers at Sync
        else if (message[0] === 0x50) prepared = message.toString("utf8", 6, message.indexOf(0, 6));
        else if (message[0] === 0x53) this.query(socket, prepared);
        isLoggedIn = true;
      }
    });
  }

  private query(socket: Socket, text: string): void {
    this.queries.push(text);
    const answer: Answer = text.includes("pg_is_in_recovery")
      ? { columns: ["replica"], rows: [[this.isReplica ? "t" : "f"]] }
      : this.answer(text);

    if (answer === "disconnect") socket.destroy();
    else if (answer !== "no response") socket.write(Buffer.concat([...respond(answer), ready]));
  }
}

/** OIDs of PostgreSQL types. */
const boolean = 16;
const integer = 23;
const varchar = 1043;

function typeOf(value: string | number): number {
  if (typeof value === "number") return integer;
  return /^[tf]$/.test(value) ? boolean : varchar;
}

function respond(answer: Exclude<Answer, string>): Buffer[] {
  if ("error" in answer) {
    return [
      frame("E", text(`SERROR`), text(`C${answer.error}`), text("Mrefused"), Buffer.alloc(1)),
    ];
  }
  const [first] = answer.rows;
  if (first === undefined) return [frame("C", text("OK"))];
  const columns = first.map((value, index) =>
    Buffer.concat([
      text(answer.columns?.[index] ?? `c${index}`),
      Buffer.alloc(6),
      int32(typeOf(value)),
      Buffer.alloc(8),
    ]),
  );
  return [
    frame("T", int16(columns.length), ...columns),
    ...answer.rows.map((row) =>
      frame(
        "D",
        int16(row.length),
        ...row.map(String).flatMap((value) => [int32(value.length), Buffer.from(value)]),
      ),
    ),
    frame("C", text("SELECT")),
  ];
}

function frame(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  return int32(value).subarray(2);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

const ready = frame("Z", Buffer.from("I"));
