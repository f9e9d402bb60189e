import type { FastifyInstance } from "fastify";
import type { Gate } from "../database/gate.ts";
import type { Lifecycle } from "../lifecycle.ts";

/** Health checks of load balancers and deployments. */
export function healthRoutes(
  app: FastifyInstance,
  { gate, lifecycle }: { gate: Gate; lifecycle: Lifecycle },
): void {
  // liveness
  app.get("/healthz", async () => ({ status: "alive" }));

  // readiness: the database is available and migrated
  app.get("/readyz", async (_request, reply) => {
    if (lifecycle.isDraining) return reply.code(503).send({ status: "draining" });
    if (!gate.isOpen) return reply.code(503).send({ status: "waiting for the database" });
    return { status: "ready" };
  });

  // rotation: independent of the database, whose failure would take all app servers out at once
  app.get("/rotation", async (_request, reply) => {
    if (lifecycle.isDraining) return reply.code(404).send({ status: "draining" });
    return { status: "in rotation" };
  });
}
