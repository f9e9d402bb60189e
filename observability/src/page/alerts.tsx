import { useContext } from "preact/hooks";
import type { FiringAlert, State } from "../model/state.ts";
import { clock, duration } from "./format.ts";
import { IsLive } from "./is-live.ts";

/** More cards do not fit: the panel lists the other alerts. */
const MAX_CARDS = 4;

/** The firing alerts, and how long ago the Watchdog alert arrived. */
export function Alerts({ state }: { readonly state: State }) {
  const { alerts, watchdogAgeSeconds: age } = state;
  const isLive = useContext(IsLive);
  if (state.ageSeconds === null)
    return <section class="alerts">{nothing("no metrics yet")}</section>;
  const watchdog = isLive
    ? ""
    : age === null
      ? "no heartbeat from Alertmanager yet"
      : `heartbeat from Alertmanager ${duration(Math.round(age))} ago`;
  if (alerts.length === 0) {
    return (
      <section class="alerts" aria-live="polite">
        <a class="card calm" href="#alerts">
          <b>✓ No alerts</b>
          {watchdog && <span class={age !== null && age > 60 ? "trouble" : ""}>{watchdog}</span>}
        </a>
      </section>
    );
  }
  const more = alerts.length - MAX_CARDS;
  return (
    <section class="alerts" aria-live="polite">
      {alerts.slice(0, more > 0 ? MAX_CARDS - 1 : MAX_CARDS).map((alert) => (
        <AlertCard key={`${alert.name} ${alert.server} ${alert.summary}`} alert={alert} />
      ))}
      {more > 0 && (
        <a class="card more" href="#alerts">
          <b>+{more + 1} more</b>
          <span>{watchdog}</span>
        </a>
      )}
    </section>
  );
}

function nothing(text: string) {
  return <p class="card unknown">{text}</p>;
}

/** A firing alert: its name, summary, start and runbook. */
export function AlertCard({ alert }: { readonly alert: FiringAlert }) {
  const { name, server, severity, summary, since, runbook } = alert;
  return (
    <article class={`card ${severity === "page" ? "urgent" : "ticket"}`} data-alert={name}>
      <b>
        ▲ {name}
        {server && (
          <>
            {" "}
            <a href={`#server=${server}`}>{server}</a>
          </>
        )}
      </b>
      <span class="summary" title={summary}>
        {summary}
      </span>
      <small>
        {severity} · since <time dateTime={since}>{clock(since)}</time>
        {runbook && (
          <>
            {" · "}
            <a href={runbook}>what to do</a>
          </>
        )}
      </small>
    </article>
  );
}
