import { Type } from "@sinclair/typebox";
import fastify from "fastify";
import type { Log } from "../../../programs/log.ts";
import { compileSchema, type Routes } from "../app/validation.ts";
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

const CHARGE = {
  body: Type.Object(
    {
      orderId: Type.String({ minLength: 1, maxLength: 100, description: "1 to 100 characters" }),
      amountCents: Type.Integer({ minimum: 1, description: "a whole number from 1" }),
    },
    { description: '{"orderId": "…", "amountCents": 1}' },
  ),
};

/** A simulated external payment provider: slow, sometimes down, and it refuses some charges. */
export function createPaymentProvider(options: PaymentProviderOptions): Routes {
  const { book, refusalShare, modeFile, log } = options;
  const app: Routes = fastify({ bodyLimit: 4096, genReqId: requestId, requestIdHeader: false });
  app.setValidatorCompiler(compileSchema);
  observeRequests(app, log);
  app.addHook("onClose", () => book.close());

  app.get("/healthz", async () => ({ status: "alive" }));

  app.post("/charges", { schema: CHARGE }, async (request, reply) => {
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
