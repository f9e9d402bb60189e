import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Machine } from "../../../../architecture/model.ts";
import type { Picture } from "../../../../architecture/picture.ts";
import type { State } from "../../model/state.ts";
import { navigate, type Route } from "../route.ts";
import { AlertsPanel } from "./alerts-panel.tsx";
import { RequestPanel } from "./request-panel.tsx";
import { ServerPanel } from "./server-panel.tsx";

/** The details of the selection, beside the picture. */
export function SidePanel(props: {
  readonly route: Route;
  readonly picture: Picture;
  readonly state: State;
}) {
  const { route, picture, state } = props;
  if (route.kind === "nothing") return null;
  if (route.kind === "alerts") {
    return (
      <Panel title="Alerts">
        <AlertsPanel state={state} />
      </Panel>
    );
  }
  if (route.kind === "request") {
    return (
      <Panel title="One request" key={route.id}>
        <RequestPanel id={route.id} />
      </Panel>
    );
  }
  const machines = [...picture.tiers.flatMap((tier) => tier.machines), ...picture.observers];
  const machine = machines.find((each) => runs(each, route.name));
  return (
    <Panel title={route.name} key={route.name}>
      {machine ? (
        <ServerPanel name={route.name} machine={machine} state={state} />
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
    const close = (event: KeyboardEvent) => event.key === "Escape" && navigate("");
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  return (
    <aside class="panel" aria-label={props.title}>
      <div class="panel-title">
        <h2 ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        <button type="button" onClick={() => navigate("")} aria-label="close">
          ✕
        </button>
      </div>
      {props.children}
    </aside>
  );
}
