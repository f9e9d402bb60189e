import { gunzipSync } from "node:zlib";
import { Agent, request } from "undici";
import type { Answer, PlannedRequest } from "../../../constructs/app/load.ts";
import { interruption } from "../../lib/interrupt.ts";

/** How long an answer may take, from sending. */
export const timeoutMs = 30_000;

/** Sends requests to one application; never again what had no answer. */
export class Client {
  /** As many connections as there are requests under way: none waits for another one. */
  private readonly agent = new Agent({
    connections: null,
    pipelining: 1,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  /** Whoever interrupts does not wait for answers. */
  private readonly abandon = () => {
    this.agent.destroy();
  };

  constructor(private readonly url: string) {
    interruption.signal.addEventListener("abort", this.abandon);
  }

  /** Throws `Failure` where no whole answer comes. */
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
      throw new Failure(wordsFor(error));
    }
  }

  async close(): Promise<void> {
    interruption.signal.removeEventListener("abort", this.abandon);
    if (!this.agent.destroyed) await this.agent.close();
  }
}

/** Why a request failed, in words that are the same for the same reason. */
export class Failure extends Error {}

function wordsFor(error: unknown): string {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (name === "TimeoutError" || /TIMEOUT|ETIMEDOUT/.test(code ?? "")) {
    return `no answer in ${timeoutMs / 1000} s`;
  }
  if (code === "ECONNREFUSED") return "connection refused";
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_)/.test(code ?? "")) return "connection broke";
  return code ?? message;
}
