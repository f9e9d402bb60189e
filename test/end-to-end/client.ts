import { request } from "undici";

/** What the shop answered, its JSON parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into it by expectations
  readonly json: any;
}

/** Sends a GET, or a POST if there is a body; follows no redirects and keeps no cookies. */
export async function send(
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  const method = body === undefined ? "GET" : "POST";
  const answer = await request(url, { method, headers, body });
  const text = await answer.body.text();
  const isJson = `${answer.headers["content-type"]}`.includes("json");
  const json = isJson ? JSON.parse(text) : undefined;
  return { status: answer.statusCode, headers: answer.headers, text, json };
}
