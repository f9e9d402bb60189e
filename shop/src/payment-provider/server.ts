import fastify, { type FastifyInstance } from "fastify";
import type { Log } from "../../../programs/log.ts";
import { requestId } from "../observing/origin.ts";
import { observeRequests } from "../observing/requests.ts";
import type { Book } from "./book.ts";
import { decide } from "./decide.ts";
import { delay, readMode } from "./mode.ts";

export interface PaymentProviderOptions {
  readonly book: Book;
  /** Share of orders to refuse, from 0 to 1. */
  readonly refusalShare: number;
  /** File that contains `normal`, `slow` or `dead`; read on each charge. */
  readonly modeFile: string;
  readonly log: Log;
}

interface ChargeRequest {
  Body: { orderId: string; amountCents: number };
}

const BODY_SCHEMA = {
  type: "object",
  required: ["orderId", "amountCents"],
  properties: {
    orderId: { type: "string", minLength: 1, maxLength: 100 },
    amountCents: { type: "integer", minimum: 1 },
  },
};

/** A simulated external payment provider: slow, sometimes down, and it refuses some charges. */
export function createPaymentProvider(options: PaymentProviderOptions): FastifyInstance {
  const { book, refusalShare, modeFile, log } = options;
  const app = fastify({ bodyLimit: 4096, genReqId: requestId, requestIdHeader: false });
  observeRequests(app, log);
  app.addHook("onClose", () => book.close());

  app.get("/healthz", async () => ({ status: "alive" }));

  app.post<ChargeRequest>("/charges", { schema: { body: BODY_SCHEMA } }, async (request, reply) => {
    const mode = readMode(modeFile);
    if (mode === "dead") {
      request.raw.socket.destroy();
      return reply.hijack();
    }

    const { orderId, amountCents } = request.body;
    const charge = await book.charge(orderId, async () => {
      await delay(mode);
      return { orderId, amountCents, status: decide(orderId, refusalShare) };
    });
    if (charge.amountCents !== amountCents) {
      const error = `order ${orderId} was charged ${charge.amountCents} cents before, not ${amountCents}`;
      return reply.code(409).send({ error });
    }
    return { status: charge.status };
  });

  return app;
}
