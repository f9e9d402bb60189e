import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Machine } from "../../../../architecture/model.ts";
import type { Picture } from "../../../../architecture/picture.ts";
import type { State } from "../../model/state.ts";
import { go, type Place } from "../place.ts";
import { AlertsPanel } from "./alerts-panel.tsx";
import { RequestPanel } from "./request-panel.tsx";
import { ServerPanel } from "./server-panel.tsx";

/** The details of the selection, beside the picture. */
export function SidePanel(props: {
  readonly place: Place;
  readonly picture: Picture;
  readonly state: State;
}) {
  const { place, picture, state } = props;
  if (place.kind === "nothing") return null;
  if (place.kind === "alerts") {
    return (
      <Panel title="Alerts">
        <AlertsPanel state={state} />
      </Panel>
    );
  }
  if (place.kind === "request") {
    return (
      <Panel title="One request" key={place.id}>
        <RequestPanel id={place.id} />
      </Panel>
    );
  }
  const machines = [...picture.tiers.flatMap((tier) => tier.machines), ...picture.observers];
  const machine = machines.find((each) => runs(each, place.name));
  return (
    <Panel title={place.name} key={place.name}>
      {machine ? (
        <ServerPanel name={place.name} machine={machine} state={state} />
      ) : (
        <p class="notice">This stage has no server of that name.</p>
      )}
    </Panel>
  );
}

function runs({ servers }: Machine, server: string): boolean {
  return servers.some(({ name }) => name === server);
}

/** Takes the focus when it opens; the Escape key closes it. */
function Panel(props: { readonly title: string; readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    const close = (event: KeyboardEvent) => event.key === "Escape" && go("");
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  return (
    <aside class="panel" aria-label={props.title}>
      <div class="panel-title">
        <h2 ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        <button type="button" onClick={() => go("")} aria-label="close">
          ✕
        </button>
      </div>
      {props.children}
    </aside>
  );
}
