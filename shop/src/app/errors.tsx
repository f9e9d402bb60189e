import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../../../programs/log.ts";
import { commonHeaders } from "./headers.ts";
import { wantsJson } from "./negotiation.ts";
import { ErrorPage } from "./pages/error.tsx";
import { sendPage } from "./pages/send-page.tsx";
import { Problem, type ProblemDetails } from "./problem.ts";

/** Maximum size of a request's body, in bytes. */
export const BODY_LIMIT = 64 * 1024;

/** Larger bodies are not drained before the response. */
const DRAIN_LIMIT = 8 * 1024 * 1024;

/** Renders each error as problem details (RFC 9457) or as a page. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status === 500) {
      log.write({ requestId: request.id, message: "unexpected error", stack: error.stack });
    }
    return send(problem, reply);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const shown = path.length > 80 ? `${path.slice(0, 80)}…` : path;
    const problem = new Problem(
      404,
      `there is nothing at ${request.method} ${shown}: see /products`,
    );
    return send(problem, reply);
  });

  // closing a connection with unread data resets it, and proxies lose the response: drain it first
  app.addHook("onRequest", async (request) => {
    const length = Number(request.headers["content-length"] ?? 0);
    if (length <= BODY_LIMIT || length > DRAIN_LIMIT) return;
    for await (const _chunk of request.raw) {
      // dropped
    }
    throw tooLarge();
  });
}

/** Answers requests whose URL cannot be parsed: Fastify runs no hooks for them. */
export function answerUnroutable({ serverName }: { serverName: string }) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(commonHeaders(request, serverName));
    send(toProblem(error), reply);
  };
}

function send(problem: Problem, reply: FastifyReply): FastifyReply {
  const { status, message: detail } = problem;
  reply.code(status).headers({ ...problem.headers, "cache-control": "no-store" });
  if (!wantsJson(reply.request))
    return sendPage(
      reply,
      `${problem.status} ${STATUS_CODES[problem.status]}`,
      <ErrorPage problem={problem} />,
    );

  const title = STATUS_CODES[status] ?? "Error";
  const details: ProblemDetails = { type: "about:blank", title, status, detail, error: detail };
  return reply.type("application/problem+json").send(JSON.stringify(details));
}

function toProblem(error: Error & { code?: string; statusCode?: number }): Problem {
  if (error instanceof Problem) return error;
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return tooLarge();
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new Problem(415, "the content type must be application/json, or that of a form");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return new Problem(400, "the body is not JSON, though its content type says so");
    default:
  }

  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, `the request cannot be read: ${error.message}`);
  }
  return new Problem(500, "something went wrong inside the shop: its log has the reason");
}

function tooLarge(): Problem {
  return new Problem(413, `the body is too large: ${BODY_LIMIT / 1024} KiB is the limit`);
}
