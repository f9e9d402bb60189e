import type { FastifyInstance } from "fastify";
import type { TestContext } from "vitest";
import { Log } from "../../../programs/log.ts";
import { Gate } from "../../../shop/src/app/database/gate.ts";
import type { Gates } from "../../../shop/src/app/database/gates.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import { Lifecycle } from "../../../shop/src/app/lifecycle.ts";
import { OrderStore } from "../../../shop/src/app/orders/order-store.ts";
import { PaymentProvider } from "../../../shop/src/app/payment.ts";
import { createServer, type ServerOptions } from "../../../shop/src/app/server.ts";

/** An app server, and the events that it logs. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly lifecycle: Lifecycle;
  readonly logged: Record<string, unknown>[];
}

/** An app server; without gates its requests time out after waiting 100 ms for a database. */
export async function createTestApp(
  onTestFinished: TestContext["onTestFinished"],
  gates?: Gates,
  others: Partial<ServerOptions> = {},
): Promise<TestApp> {
  const logged: Record<string, unknown>[] = [];
  const log = new (class extends Log {
    override write(event: Readonly<Record<string, unknown>>): void {
      logged.push(event);
    }
  })("app-1");
  const lifecycle = new Lifecycle(log, gates ? 15_000 : 100);
  const unavailable = new Gate({
    database: parseDatabase("postgres://shop@127.0.0.1:1/shop"),
    accepts: "primary",
    prepare: async () => undefined,
    onUnavailable: () => undefined,
  });

  const app = await createServer({
    gate: gates?.primary ?? unavailable,
    reads: gates?.reads ?? unavailable,
    lifecycle,
    log,
    orders: new OrderStore(gates?.primary ?? unavailable),
    payment: new PaymentProvider("http://127.0.0.1:1"),
    cookieSecret: "a secret for tests only",
    serverName: "app-1",
    ...others,
  });
  onTestFinished(() => {
    // keep-alive connections of the tests would delay the close
    app.server.closeAllConnections();
    return app.close();
  });
  return { app, lifecycle, logged };
}
