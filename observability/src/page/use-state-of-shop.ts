import { useEffect, useState } from "preact/hooks";
import type { State } from "../model/state.ts";
import { ask } from "./ask.ts";

const PERIOD_MILLISECONDS = 2000;

/** What the page knows just now. */
export interface Known {
  readonly state: State;
  /** What keeps it from being fresh. @default - nothing does */
  readonly obstacle?: string;
}

const nothing: State = {
  ageSeconds: null,
  obstacles: [],
  servers: {},
  arrows: {},
  alerts: [],
  watchdogAgeSeconds: null,
};

/** Follows the state, as long as somebody sees the page. What was known last stays. */
export function useStateOfShop(periodMilliseconds = PERIOD_MILLISECONDS): Known {
  const [known, setKnown] = useState<Known>({ state: nothing });
  useEffect(() => {
    const viewer = Math.random().toString(36).slice(2);
    let answeredAt = performance.now();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const state = await ask<State>(`/api/state?viewer=${viewer}`);
          answeredAt = performance.now();
          setKnown({ state, obstacle: state.obstacles[0] });
        } catch (error) {
          const ageSeconds = Math.round((performance.now() - answeredAt) / 1000);
          setKnown(({ state }) => ({
            state: { ...state, ageSeconds: state.ageSeconds === null ? null : ageSeconds },
            obstacle: (error as Error).message,
          }));
        }
      }
      timer = window.setTimeout(round, periodMilliseconds);
    };
    void round();
    return () => clearTimeout(timer);
  }, [periodMilliseconds]);
  return known;
}
