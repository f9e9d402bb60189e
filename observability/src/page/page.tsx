import { useEffect, useMemo, useState } from "preact/hooks";
import { type Picture, pictureOf } from "../../../architecture/picture.ts";
import type { ObservedArchitecture } from "../model/architecture.ts";
import { Alerts } from "./alerts.tsx";
import { Header } from "./header.tsx";
import { IsLive } from "./is-live.ts";
import { MachineList } from "./machine-list.tsx";
import { Observers } from "./observers.tsx";
import { SidePanel } from "./panel/side-panel.tsx";
import { layOut } from "./picture/layout.ts";
import { PictureView } from "./picture/picture-view.tsx";
import { useRoute } from "./route.ts";
import { useLatestState } from "./use-latest-state.ts";

/** A shorter period, to show short phases while stages change. */
const LIVE_PERIOD_MS = 1000;

/** The whole page. */
export function Page(props: {
  /** The architecture when the page was opened. */
  readonly initial: ObservedArchitecture;
}) {
  const known = useLatestState(props.initial.containers ? LIVE_PERIOD_MS : undefined);
  const { state, problem } = known;
  const architecture = state.architecture ?? props.initial;
  const picture = usePicture(architecture);
  const route = useRoute();
  const isNarrow = useMedia("(max-width: 760px)");
  const layout = useMemo(() => layOut(picture), [picture]);
  const isOld = problem !== undefined && (state.ageSeconds === null || state.ageSeconds > 3);
  const chosen = route.kind === "server" ? route.name : undefined;
  return (
    <IsLive.Provider value={architecture.containers !== undefined}>
      <div class={`page ${isOld ? "old" : ""} ${route.kind === "nothing" ? "" : "open"}`}>
        <Header stage={architecture.stage} picture={picture} known={known} />
        <Alerts state={state} />
        <main>
          {picture.tiers.length === 0 ? (
            <p class="notice">Nothing runs yet: npm run deploy stage-1 starts the application.</p>
          ) : isNarrow ? (
            <MachineList tiers={layout.tiers.map(({ tier }) => tier)} state={state} />
          ) : (
            <PictureView picture={picture} layout={layout} state={state} chosen={chosen} />
          )}
        </main>
        <Observers machines={picture.observers} state={state} chosen={chosen} />
        <SidePanel route={route} picture={picture} state={state} />
      </div>
    </IsLive.Provider>
  );
}

/** Memoizes the picture: the same object until the architecture's content changes. */
function usePicture({ machines, connections, observers, stage }: ObservedArchitecture): Picture {
  const content = JSON.stringify({ machines, connections });
  return useMemo(
    () => pictureOf({ machines, connections, stage }, observers),
    [content, observers.join()],
  );
}

function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const [matches, setMatches] = useState(list.matches);
  useEffect(() => {
    const follow = () => setMatches(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [list]);
  return matches;
}
