import { useEffect, useState } from "preact/hooks";
import { ask } from "../ask.ts";

/** The last answer of a path, and what keeps a newer one away. */
export interface Answered<T> {
  readonly answer?: T;
  readonly obstacle?: string;
}

/** Asks again and again, as long as somebody sees the page. Another path forgets the last answer. */
export function useAnswer<T>(path: string, periodMilliseconds: number): Answered<T> {
  const [answered, setAnswered] = useState<Answered<T>>({});
  useEffect(() => {
    const gone = new AbortController();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const answer = await ask<T>(path, gone.signal);
          setAnswered({ answer });
        } catch (error) {
          if (gone.signal.aborted) return;
          setAnswered(({ answer }) => ({ answer, obstacle: (error as Error).message }));
        }
      }
      if (!gone.signal.aborted) timer = window.setTimeout(round, periodMilliseconds);
    };
    void round();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [path, periodMilliseconds]);
  return answered;
}
