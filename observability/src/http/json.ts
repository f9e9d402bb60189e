import type { ServerResponse } from "node:http";

/** Answers with JSON, or with the reason why there is none. */
export async function sendJson(response: ServerResponse, content: Promise<object>): Promise<void> {
  const [status, body] = await content.then(
    (found): [number, object] => [200, found],
    (error: Error): [number, object] => [503, { error: error.message }],
  );
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
