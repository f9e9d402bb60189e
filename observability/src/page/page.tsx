import { useEffect, useMemo, useState } from "preact/hooks";
import type { Picture } from "../../../architecture/picture.ts";
import { Alerts } from "./alerts.tsx";
import { Header } from "./header.tsx";
import { MachineList } from "./machine-list.tsx";
import { Observers } from "./observers.tsx";
import { SidePanel } from "./panel/side-panel.tsx";
import { layOut } from "./picture/layout.ts";
import { PictureView } from "./picture/picture-view.tsx";
import { usePlace } from "./place.ts";
import { useStateOfShop } from "./use-state-of-shop.ts";

/** The whole page. */
export function Page({ stage, picture }: { readonly stage: string; readonly picture: Picture }) {
  const known = useStateOfShop();
  const place = usePlace();
  const isNarrow = useMedia("(max-width: 760px)");
  const layout = useMemo(() => layOut(picture), [picture]);
  const { state, obstacle } = known;
  const isOld = obstacle !== undefined && (state.ageSeconds === null || state.ageSeconds > 3);
  const chosen = place.kind === "server" ? place.name : undefined;
  return (
    <div class={`page ${isOld ? "old" : ""} ${place.kind === "nothing" ? "" : "open"}`}>
      <Header stage={stage} picture={picture} known={known} />
      <Alerts state={state} />
      <main>
        {isNarrow ? (
          <MachineList tiers={layout.tiers.map(({ tier }) => tier)} state={state} />
        ) : (
          <PictureView picture={picture} layout={layout} state={state} chosen={chosen} />
        )}
      </main>
      <Observers machines={picture.observers} state={state} chosen={chosen} />
      <SidePanel place={place} picture={picture} state={state} />
    </div>
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
