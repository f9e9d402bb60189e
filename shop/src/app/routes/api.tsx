import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { ApiPage, type Description } from "../pages/api.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { ProblemDetails } from "../problem.ts";
import type { Routes } from "../validation.ts";

const ERROR = {
  description: "an error, as problem details (RFC 9457)",
  content: { "application/problem+json": { schema: ProblemDetails } },
};

/** What the routes' schemas do not say. */
export const DESCRIPTION: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Larkspur",
      version: "1",
      description:
        "Programs use the addresses of the pages, with the header Accept: application/json.",
    },
  },
  hideUntagged: true,
  transform: ({ schema, url }) => ({
    schema: { ...schema, response: { ...Object(schema?.response), default: ERROR } },
    url,
  }),
};

/** The description of the JSON API, for programs and people. */
export function apiRoutes(app: Routes): void {
  app.get("/openapi.json", async () => app.swagger());

  app.get("/api", async (_request, reply) =>
    sendPage(reply, "JSON API", <ApiPage description={app.swagger() as object as Description} />),
  );
}
