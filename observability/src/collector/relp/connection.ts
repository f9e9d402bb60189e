import { connect, type Socket } from "node:net";
import { encodeFrame, type Frame, FrameParser } from "./frames.ts";

const OFFER = Buffer.from("relp_version=0\nrelp_software=scaling-blueprint\ncommands=syslog");
/** The protocol starts over with 1 then. */
const LAST_TRANSACTION = 999_999_999;
const SILENCE_MILLISECONDS = 15_000;

/** What a connection tells whoever made it. */
export interface ConnectionEvents {
  /** Messages may be sent. */
  opened(): void;
  /** The server has stored the message of that transaction. */
  acknowledged(transaction: number): void;
  /** Comes once; what was not acknowledged until then may be stored or not. */
  closed(reason: string): void;
}

/** One connection to a RELP server, from its opening to its end. */
export class Connection {
  private readonly socket: Socket;
  private readonly parser = new FrameParser();
  private transaction = 1;
  private unanswered = 1;
  private isClosed = false;
  private lastAnswer = Date.now();
  private readonly watch: NodeJS.Timeout;

  constructor(
    host: string,
    port: number,
    private readonly events: ConnectionEvents,
    private readonly silenceMilliseconds = SILENCE_MILLISECONDS,
  ) {
    this.socket = connect({ host, port, keepAlive: true, noDelay: true });
    this.socket.write(encodeFrame(1, "open", OFFER));
    this.socket.on("data", (chunk) => this.read(chunk));
    this.socket.on("error", (error) => this.close(error.message));
    this.socket.on("close", () => this.close("it closed the connection"));
    this.watch = setInterval(() => this.checkSilence(), silenceMilliseconds / 4);
    this.watch.unref();
  }

  /** Sends a message and gives the number that its answer will carry. */
  send(message: Buffer): number {
    this.transaction = this.transaction === LAST_TRANSACTION ? 1 : this.transaction + 1;
    if (this.unanswered++ === 0) this.lastAnswer = Date.now();
    this.socket.write(encodeFrame(this.transaction, "syslog", message));
    return this.transaction;
  }

  /** Gathers what is sent meanwhile in one packet. */
  together(send: () => void): void {
    this.socket.cork();
    send();
    this.socket.uncork();
  }

  close(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.watch);
    this.socket.destroy();
    this.events.closed(reason);
  }

  private read(chunk: Buffer): void {
    this.lastAnswer = Date.now();
    try {
      for (const frame of this.parser.read(chunk)) this.answer(frame);
    } catch (error) {
      this.close((error as Error).message);
    }
  }

  private answer({ transaction, command, data }: Frame): void {
    if (command === "serverclose") this.close("it is stopping");
    if (command !== "rsp" || this.isClosed) return;
    this.unanswered--;
    if (!data.startsWith("200")) this.close(`it answers ${data.split("\n", 1)[0]}`);
    else if (transaction === 1) this.events.opened();
    else this.events.acknowledged(transaction);
  }

  /** A host that was frozen, or lost, closes no connection. */
  private checkSilence(): void {
    if (this.unanswered === 0 || Date.now() - this.lastAnswer < this.silenceMilliseconds) return;
    this.close(`it has not answered for ${this.silenceMilliseconds / 1000} s`);
  }
}
