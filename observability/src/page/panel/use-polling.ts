import { useEffect, useState } from "preact/hooks";
import { fetchJson } from "../fetch-json.ts";

/** The latest response of a path, and the error of the latest poll, if it failed. */
export interface Polled<T> {
  readonly data?: T;
  readonly problem?: string;
}

/** Polls a path while the page is visible. */
export function usePolling<T>(path: string, periodMs: number): Polled<T> {
  const [polled, setPolled] = useState<Polled<T>>({});
  useEffect(() => {
    const stopped = new AbortController();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const data = await fetchJson<T>(path, stopped.signal);
          setPolled({ data });
        } catch (error) {
          if (stopped.signal.aborted) return;
          setPolled(({ data }) => ({ data, problem: (error as Error).message }));
        }
      }
      if (!stopped.signal.aborted) timer = window.setTimeout(round, periodMs);
    };
    void round();
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [path, periodMs]);
  return polled;
}
