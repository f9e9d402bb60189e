import { gunzipSync } from "node:zlib";
import { Agent, request } from "undici";
import type { Answer, PlannedRequest } from "../../../constructs/app/load.ts";
import { interruption } from "../../lib/interrupt.ts";

/** Timeout of a response, from sending. */
export const timeoutMs = 30_000;

/** The HTTP client of a load; it never retries. */
export class Client {
  /** One connection for each request in flight: no request queues. */
  private readonly agent = new Agent({
    connections: null,
    pipelining: 1,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  /** An interruption aborts the requests in flight. */
  private readonly abort = () => {
    this.agent.destroy();
  };

  constructor(private readonly url: string) {
    interruption.signal.addEventListener("abort", this.abort);
  }

  /** Throws `Failure` without a complete response. */
  async send(
    { path, method = "GET", headers, body }: PlannedRequest,
    cookies: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    try {
      const answer = await request(`${this.url}${path}`, {
        method,
        headers: { "accept-encoding": "gzip", ...headers, ...cookies },
        body,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const isCompressed = answer.headers["content-encoding"] === "gzip";
      const text = (isCompressed ? gunzipSync(bytes) : bytes).toString();
      return { status: answer.statusCode, headers: answer.headers, text };
    } catch (error) {
      throw new Failure(reasonOf(error));
    }
  }

  async close(): Promise<void> {
    interruption.signal.removeEventListener("abort", this.abort);
    if (!this.agent.destroyed) await this.agent.close();
  }
}

/** Why a request failed; the same reason has the same message. */
export class Failure extends Error {}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (name === "TimeoutError" || /TIMEOUT|ETIMEDOUT/.test(code ?? "")) {
    return `no answer in ${timeoutMs / 1000} s`;
  }
  if (code === "ECONNREFUSED") return "connection refused";
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_)/.test(code ?? "")) return "connection broke";
  return code ?? message;
}
