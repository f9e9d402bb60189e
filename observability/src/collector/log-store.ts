import { Agent, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { nineDigits } from "./logs/nanoseconds.ts";
import type { Stream } from "./logs/raw-line.ts";

/** A store that was frozen, or lost, closes no connection. */
const TIMEOUT_MILLISECONDS = 8000;

const FIELDS = new URLSearchParams({
  _stream_fields: "server,role,container,stream",
  _time_field: "time",
  _msg_field: "text",
});

/**
 * More lines than a container prints in the seconds for which it is not known whether the store has
 * them. Without positions it could be all.
 */
const MAX_KNOWN_LINES = 20_000;

/** What identifies a line of a container: no stream has two with the same time. */
export type LineId = `${Stream} ${string}`;

/** The log store, VictoriaLogs. */
export class LogStore {
  /** @param url with the path of its interfaces, without a slash at the end: `http://logs:9428/logs` */
  constructor(readonly url: string) {}

  /** Connects; rejects if the store does not answer. */
  async connect(): Promise<LogConnection> {
    const connection = new LogConnection(this.url);
    await connection.insert("");
    return connection;
  }

  /**
   * Returns which lines of a container the store has: of too many only the newest 20,000.
   * @param container its name
   * @param from the time of the first one
   */
  async linesOf(container: string, from: string): Promise<Set<LineId>> {
    await this.get("/internal/force_flush");
    // Not by the stream, {container="…"}: a killed store may have lines whose stream is not in its index.
    const query = `container:=${JSON.stringify(container)} _time:>=${from} | fields stream, _time`;
    const parameters = new URLSearchParams({ query, limit: `${MAX_KNOWN_LINES}` });
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
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    }).catch(() => {
      throw new Error("the log store does not answer");
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the log store answers ${response.status}: ${text.trim()}`);
    return text;
  }
}

/**
 * One TCP connection to the store. As long as it answers, the store has not been restarted since the
 * first answer.
 */
export class LogConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private socket?: Socket;

  constructor(private readonly url: string) {}

  /**
   * Stores lines, one JSON object in each; without lines it only checks that the store answers. Rejects
   * if they were not stored, or not over this connection.
   */
  async insert(lines: string): Promise<void> {
    const response = await this.post(lines);
    let text = "";
    for await (const part of response.setEncoding("utf8")) text += part;
    if (response.statusCode !== 200)
      throw new Error(`it answers ${response.statusCode}: ${text.trim()}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private post(body: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}/insert/jsonline?${FIELDS}`, {
        method: "POST",
        agent: this.agent,
        timeout: TIMEOUT_MILLISECONDS,
        headers: { "content-type": "application/stream+json" },
      });
      sent.once("socket", (socket) => {
        this.socket ??= socket;
        if (this.socket !== socket) sent.destroy(new Error("it closed the connection"));
      });
      sent.once("timeout", () => {
        sent.destroy(new Error(`it has not answered for ${TIMEOUT_MILLISECONDS / 1000} s`));
      });
      sent.once("error", reject);
      sent.once("response", resolve);
      sent.end(body);
    });
  }
}
