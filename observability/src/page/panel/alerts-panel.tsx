import { useContext } from "preact/hooks";
import type { DeliveredAlert, State } from "../../model/state.ts";
import { AlertCard } from "../alerts.tsx";
import { clock } from "../format.ts";
import { IsLive } from "../is-live.ts";
import { usePolling } from "./use-polling.ts";

/** The firing alerts, and the alerts that were delivered. */
export function AlertsPanel({ state }: { readonly state: State }) {
  const isLive = useContext(IsLive);
  return (
    <>
      <h3>Firing</h3>
      {state.alerts.length === 0 && <p class="about">✓ none</p>}
      {state.alerts.map((alert) => (
        <AlertCard key={alert.name + alert.server + alert.summary} alert={alert} />
      ))}
      {!isLive && <Delivered />}
    </>
  );
}

function Delivered() {
  const { data, problem } = usePolling<{ alerts: DeliveredAlert[] }>("/api/alerts?limit=100", 4000);
  return (
    <>
      <p class="links">
        <a href="/alertmanager/" target="_blank" rel="noopener">
          Silences in Alertmanager ↗
        </a>
      </p>
      <h3>Delivered</h3>
      {problem && <p class="notice">▲ {problem}</p>}
      <ol class="deliveries">
        {data?.alerts.map(({ receivedAt, status, labels, annotations }) => (
          <li key={receivedAt + labels.alertname + labels.server + status} class={status}>
            <time dateTime={receivedAt}>{clock(receivedAt)}</time>{" "}
            <b>{status === "firing" ? "▲ firing" : "✓ resolved"}</b> {labels.alertname}{" "}
            {labels.server && <a href={`#server=${labels.server}`}>{labels.server}</a>}
            <br />
            <span>{annotations.summary}</span>
          </li>
        ))}
      </ol>
      {data?.alerts.length === 0 && <p class="about">none yet</p>}
    </>
  );
}
