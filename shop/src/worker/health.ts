import { createServer, type Server } from "node:http";

/** Liveness and readiness checks, on loopback. */
export function listenForHealth(port: number, isReady: () => boolean): Server {
  const server = createServer((request, response) => {
    const paths: Record<string, number> = { "/healthz": 200, "/readyz": isReady() ? 200 : 503 };
    response.writeHead(paths[request.url ?? ""] ?? 404, { connection: "close" });
    response.end();
  });
  return server.listen(port, "127.0.0.1");
}
