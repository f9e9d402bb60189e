/** Asks the dashboard; throws an error whose message is a sentence for people. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const time = AbortSignal.timeout(12_000);
  const response = await fetch(path, {
    signal: signal ? AbortSignal.any([signal, time]) : time,
  }).catch(() => {
    throw new Error("the dashboard does not answer");
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  throw new Error(answer.error ?? `the dashboard answers with status ${response.status}`);
}
