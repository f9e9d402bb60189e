import type { ServerResponse } from "node:http";

/** Sends the content as JSON, or 503 with the error's message. */
export async function sendJson(response: ServerResponse, content: Promise<object>): Promise<void> {
  const [status, body] = await content.then(
    (found): [number, object] => [200, found],
    (error: Error): [number, object] => [503, { error: error.message }],
  );
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
