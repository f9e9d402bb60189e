const PARAMETERS = ["requestId", "traceId", "server", "severity", "text", "from", "to", "limit"];

/** What the log host says to a search. */
export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** Passes a search on to the log host; says so if that does not answer. */
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
