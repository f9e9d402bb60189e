import fastifyCookie from "@fastify/cookie";
import fastifyFormbody from "@fastify/formbody";
import fastifySwagger from "@fastify/swagger";
import fastify from "fastify";
import type { Log } from "../../../programs/log.ts";
import { requestId } from "../observing/origin.ts";
import { observeRequests } from "../observing/requests.ts";
import type { ProductCache } from "./cache/product-cache.ts";
import { Catalogue } from "./catalogue.ts";
import type { Gate } from "./database/gate.ts";
import type { Reads } from "./database/reads.ts";
import { answerErrors, answerUnroutable, BODY_LIMIT } from "./errors.tsx";
import { formConstraint } from "./form-constraint.ts";
import { setHeaders } from "./headers.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { OrderStore } from "./orders/order-store.ts";
import type { Payment } from "./orders/place-order.ts";
import { apiRoutes, DESCRIPTION } from "./routes/api.tsx";
import { cacheRoutes } from "./routes/cache.ts";
import { cartRoutes } from "./routes/cart.tsx";
import { healthRoutes } from "./routes/health.ts";
import { orderRoutes } from "./routes/orders.tsx";
import { productRoutes } from "./routes/products.tsx";
import type { Task } from "./task.ts";
import { compileSchema, type Routes } from "./validation.ts";

export interface ServerOptions {
  /** Access to the primary. */
  readonly gate: Gate;
  readonly reads: Reads;
  /** @default - product pages read from the database */
  readonly cache?: ProductCache;
  readonly lifecycle: Lifecycle;
  readonly log: Log;
  readonly orders: OrderStore;
  readonly payment: Payment;
  readonly cookieSecret: string;
  readonly serverName: string;
}

declare module "fastify" {
  interface FastifyRequest {
    task: Task;
  }
}

/** The app server with all routes; it does not listen yet. */
export async function createServer(options: ServerOptions): Promise<Routes> {
  const { gate, reads, lifecycle } = options;
  const app: Routes = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
    requestIdHeader: false,
    frameworkErrors: answerUnroutable(options),
  });
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(compileSchema);
  app.addConstraintStrategy(formConstraint);

  app.decorateRequest("task");
  observeRequests(app, options.log);
  app.addHook("onRequest", async (request) => {
    const { id: requestId, span } = request;
    request.task = { deadline: lifecycle.deadline(), requestId, span };
  });
  setHeaders(app, options);
  answerErrors(app, options.log);

  await app.register(fastifyCookie, { secret: options.cookieSecret });
  await app.register(fastifyFormbody);
  await app.register(fastifySwagger, DESCRIPTION);

  const catalogue = new Catalogue(reads);
  healthRoutes(app, { gate, lifecycle });
  productRoutes(app, options.cache?.catalogue ?? catalogue);
  if (options.cache) cacheRoutes(app, options.cache.counters);
  cartRoutes(app, catalogue);
  orderRoutes(app, options);
  apiRoutes(app);

  await app.ready();
  return app;
}
