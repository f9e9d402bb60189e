import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { TestContext } from "vitest";

/** Starts a server that listens until the test ends. */
export async function startValkey(
  onTestFinished: TestContext["onTestFinished"],
): Promise<FakeValkey> {
  const server = new FakeValkey();
  await server.start();
  onTestFinished(() => server.stop());
  return server;
}

/** Implements as much of Valkey's protocol as the shop needs, without expiry. */
export class FakeValkey {
  readonly texts = new Map<string, string>();
  /** All commands that it received, in order. */
  readonly commands: string[][] = [];
  /** How it responds to commands. */
  mode: "normal" | "no response" | "out of memory" = "normal";
  port = 0;
  private readonly sockets = new Set<Socket>();
  private server?: Server;

  /** Listens on its previous port, or first on a free one. */
  async start(): Promise<void> {
    const server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.sockets.delete(socket));
      let text = "";
      socket.on("data", (data) => {
        text += data;
        for (let words = take(); words; words = take()) {
          this.commands.push(words);
          if (this.mode !== "no response") socket.write(this.answer(words));
        }
      });
      /** The next complete command, an array of bulk strings. */
      const take = (): string[] | undefined => {
        const lines = text.split("\r\n");
        const count = 2 * Number(lines[0]?.slice(1));
        if (!count || lines.length < count + 2) return undefined;
        text = lines.slice(count + 1).join("\r\n");
        return lines.slice(1, count + 1).filter((_, index) => index % 2 === 1);
      };
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const { server } = this;
    if (server?.listening) await new Promise((resolve) => server.close(resolve));
  }

  private answer([name = "", ...words]: string[]): string {
    const bulk = (text?: string) =>
      text === undefined ? "$-1\r\n" : `$${text.length}\r\n${text}\r\n`;
    switch (name.toLowerCase()) {
      case "mget":
        return `*${words.length}\r\n${words.map((key) => bulk(this.texts.get(key))).join("")}`;
      case "set": {
        if (this.mode === "out of memory") return "-OOM command not allowed\r\n";
        const [key = "", text = "", ...options] = words;
        if (options.includes("NX") && this.texts.has(key)) return bulk();
        this.texts.set(key, text);
        return "+OK\r\n";
      }
      case "mset":
        if (this.mode === "out of memory") return "-OOM command not allowed\r\n";
        for (let at = 0; at < words.length; at += 2) {
          this.texts.set(words[at] ?? "", words[at + 1] ?? "");
        }
        return "+OK\r\n";
      case "del":
        return `:${words.filter((key) => this.texts.delete(key)).length}\r\n`;
      default:
        return "+OK\r\n";
    }
  }
}
