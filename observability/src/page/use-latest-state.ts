import { useEffect, useState } from "preact/hooks";
import { OBJECTIVE } from "../../../architecture/objective.ts";
import type { State } from "../model/state.ts";
import { fetchJson } from "./fetch-json.ts";

const PERIOD_MS = 2000;

/** The latest state that the page has received. */
export interface LatestState {
  readonly state: State;
  /** The error of the latest poll, or the first problem of the state. @default - none */
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
export function useLatestState(periodMs = PERIOD_MS): LatestState {
  const [known, setKnown] = useState<LatestState>({ state: nothing });
  useEffect(() => {
    const viewer = Math.random().toString(36).slice(2);
    let answeredAt = performance.now();
    let timer = 0;
    const round = async () => {
      if (!document.hidden) {
        try {
          const state = await fetchJson<State>(`/api/state?viewer=${viewer}`);
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
      timer = window.setTimeout(round, periodMs);
    };
    void round();
    return () => clearTimeout(timer);
  }, [periodMs]);
  return known;
}
