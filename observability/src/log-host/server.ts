import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Log } from "../../../programs/log.ts";
import { sendMetrics } from "../http/metrics.ts";
import type { Metrics } from "./metrics.ts";
import { BadQuery, type Query, readQuery } from "./query.ts";
import type { Found } from "./store/search.ts";

export interface ServerOptions {
  readonly search: (query: Query) => Promise<Found>;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** More searches at once would only wait for each other. */
const MOST_SEARCHES = 20;

/** Answers searches, scrapes and health checks. */
export function createHandler({ search, metrics, log }: ServerOptions): RequestListener {
  let searches = 0;

  const answerSearch = async (parameters: URLSearchParams, response: ServerResponse) => {
    if (searches >= MOST_SEARCHES) {
      return send(response, 503, { error: "too many searches at once: try again in a second" });
    }
    searches++;
    try {
      const end = metrics.searches.startTimer();
      const found = await search(readQuery(parameters));
      end();
      send(response, 200, found);
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof BadQuery) return send(response, 400, { error: message });
      log.write({ level: "error", message: `a search failed: ${message}` });
      send(response, 500, { error: "the search failed: see the log host's own lines" });
    } finally {
      searches--;
    }
  };

  return async (request: IncomingMessage, response: ServerResponse) => {
    const [path, parameters] = (request.url ?? "").split("?", 2);
    if (request.method !== "GET") {
      return send(response, 405, { error: `${request.method} is not possible here: use GET` });
    }
    if (path === "/search") return answerSearch(new URLSearchParams(parameters), response);
    if (path === "/metrics") return sendMetrics(metrics.registry, response);
    if (path === "/healthz") return send(response, 200, { status: "ok" });
    send(response, 404, { error: "there is /search, /metrics and /healthz" });
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
