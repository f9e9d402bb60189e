import { useEffect, useState } from "preact/hooks";
import { OBJECTIVE } from "../../../architecture/objective.ts";
import type { State } from "../model/state.ts";
import { ask } from "./ask.ts";

const PERIOD_MILLISECONDS = 2000;

/** The latest state that the page has received. */
export interface LatestState {
  readonly state: State;
  /** Why there is no newer one, or what it lacks. @default - nothing */
  readonly problem?: string;
}

const nothing: State = {
  ageSeconds: null,
  problems: [],
  slowSeconds: OBJECTIVE.latencyMs / 1000,
  servers: {},
  arrows: {},
  alerts: [],
  watchdogAgeSeconds: null,
};

/** Polls `/api/state` while the page is visible; keeps the last state if that fails. */
export function useLatestState(periodMilliseconds = PERIOD_MILLISECONDS): LatestState {
  const [known, setKnown] = useState<LatestState>({ state: nothing });
  useEffect(() => {
    const viewer = Math.random().toString(36).slice(2);
    let answeredAt = performance.now();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const state = await ask<State>(`/api/state?viewer=${viewer}`);
          answeredAt = performance.now();
          setKnown({ state, problem: state.problems[0] });
        } catch (error) {
          const ageSeconds = Math.round((performance.now() - answeredAt) / 1000);
          setKnown(({ state }) => ({
            state: { ...state, ageSeconds: state.ageSeconds === null ? null : ageSeconds },
            problem: (error as Error).message,
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
