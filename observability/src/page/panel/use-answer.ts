import { useEffect, useState } from "preact/hooks";
import { ask } from "../ask.ts";

/** The latest response of a path, and why there is no newer one. */
export interface Answered<T> {
  readonly answer?: T;
  readonly problem?: string;
}

/** Polls a path while the page is visible. */
export function useAnswer<T>(path: string, periodMilliseconds: number): Answered<T> {
  const [answered, setAnswered] = useState<Answered<T>>({});
  useEffect(() => {
    const stopped = new AbortController();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const answer = await ask<T>(path, stopped.signal);
          setAnswered({ answer });
        } catch (error) {
          if (stopped.signal.aborted) return;
          setAnswered(({ answer }) => ({ answer, problem: (error as Error).message }));
        }
      }
      if (!stopped.signal.aborted) timer = window.setTimeout(round, periodMilliseconds);
    };
    void round();
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [path, periodMilliseconds]);
  return answered;
}
