/** Fetches JSON from the dashboard's API; throws an error with a message for users. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(12_000);
  const response = await fetch(path, {
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch(() => {
    throw new Error("the dashboard does not body");
  });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body as T;
  throw new Error(body.error ?? `the dashboard responds with status ${response.status}`);
}
