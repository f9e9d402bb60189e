import { Agent, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { nineDigits } from "./logs/nanoseconds.ts";
import type { Stream } from "./logs/raw-line.ts";

/** A frozen or unreachable store does not close its connections. */
const TIMEOUT_MS = 8000;

const FIELDS = new URLSearchParams({
  _stream_fields: "server,role,container,stream",
  _time_field: "time",
  _msg_field: "text",
});

/**
 * The maximum number of lines in a search for stored lines: more than a container prints in the few
 * seconds in question. Without positions, the search would match all lines.
 */
const MAX_STORED_LINES = 20_000;

/** Identifies a line of a container: the lines of a stream have distinct times. */
export type LineId = `${Stream} ${string}`;

/** A client of the log store, VictoriaLogs. */
export class LogStore {
  /** @param url with the path prefix, without a trailing slash: `http://logs:9428/logs` */
  constructor(readonly url: string) {}

  /** Returns a new connection, which its first insertion opens. */
  connect(): LogConnection {
    return new LogConnection(this.url);
  }

  /** Makes all lines that were inserted so far visible to `linesOf`. */
  async flush(): Promise<void> {
    await this.get("/internal/force_flush");
  }

  /**
   * Returns the ids of a container's stored lines, at most the latest 20,000.
   * @param container its name
   * @param from the earliest time of a line
   */
  async linesOf(container: string, from: string): Promise<Set<LineId>> {
    // Not by the stream, {container="…"}: a killed store may have lines whose stream is not in its index.
    const query = `container:=${JSON.stringify(container)} _time:>=${from} | fields stream, _time`;
    const parameters = new URLSearchParams({ query, limit: `${MAX_STORED_LINES}` });
    const lines = await this.get(`/select/logsql/query?${parameters}`);
    const ids = lines.split("\n").flatMap((line): LineId[] => {
      if (line === "") return [];
      const { stream, _time } = JSON.parse(line) as { stream: Stream; _time: string };
      return [`${stream} ${nineDigits(_time)}`];
    });
    return new Set(ids);
  }

  private async get(path: string): Promise<string> {
    const response = await fetch(`${this.url}${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw new Error("the log store does not answer");
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the log store responds with status ${response.status}: ${text.trim()}`);
    return text;
  }
}

/**
 * One TCP connection to the store. While it stays open, the store has not been restarted.
 */
export class LogConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private socket?: Socket;

  constructor(private readonly url: string) {}

  /**
   * Inserts lines of one JSON object each; an empty text only checks that the store answers. Rejects if
   * the store does not acknowledge them over this connection.
   */
  async insert(lines: string): Promise<void> {
    const response = await this.post(lines);
    let text = "";
    for await (const part of response.setEncoding("utf8")) text += part;
    if (response.statusCode !== 200)
      throw new Error(`it responds with status ${response.statusCode}: ${text.trim()}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private post(body: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}/insert/jsonline?${FIELDS}`, {
        method: "POST",
        agent: this.agent,
        timeout: TIMEOUT_MS,
        headers: { "content-type": "application/stream+json" },
      });
      sent.once("socket", (socket) => {
        this.socket ??= socket;
        if (this.socket !== socket) sent.destroy(new Error("it closed the connection"));
      });
      sent.once("timeout", () => {
        sent.destroy(new Error(`it has not answered for ${TIMEOUT_MS / 1000} s`));
      });
      sent.once("error", reject);
      sent.once("response", resolve);
      sent.end(body);
    });
  }
}
