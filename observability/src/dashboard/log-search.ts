const PARAMETERS = ["requestId", "traceId", "server", "severity", "text", "from", "to", "limit"];

/** The log host's response to a search. */
export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** Forwards a search to the log host; responds with 503 if that is unavailable. */
export async function searchLogs(
  url: string,
  query: Readonly<Record<string, unknown>>,
  timeoutMilliseconds = 10_000,
): Promise<Answer> {
  const parameters = PARAMETERS.flatMap((name): [string, string][] => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  try {
    const response = await fetch(`${url}/search?${new URLSearchParams(parameters)}`, {
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 503, body: JSON.stringify({ error: "the log host does not answer" }) };
  }
}
