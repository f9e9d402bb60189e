import type { FastifyInstance } from "fastify";
import type { Gate } from "../database/gate.ts";
import type { Lifecycle } from "../lifecycle.ts";

/** What load balancers and deployments ask. */
export function healthRoutes(
  app: FastifyInstance,
  { gate, lifecycle }: { gate: Gate; lifecycle: Lifecycle },
): void {
  // the process lives
  app.get("/healthz", async () => ({ status: "alive" }));

  // it can serve: its database is there and migrated
  app.get("/readyz", async (_request, reply) => {
    if (lifecycle.isDraining) return reply.code(503).send({ status: "draining" });
    if (!gate.isOpen) return reply.code(503).send({ status: "waiting for the database" });
    return { status: "ready" };
  });

  // it wants requests; not asking the database, whose loss would take all servers out at once
  app.get("/rotation", async (_request, reply) => {
    if (lifecycle.isDraining) return reply.code(404).send({ status: "draining" });
    return { status: "in rotation" };
  });
}
