import { useContext } from "preact/hooks";
import type { FiringAlert, State } from "../model/state.ts";
import { clock, duration } from "./format.ts";
import { IsLive } from "./is-live.ts";

/** How many cards there is room for; the others are named in the panel. */
const MOST_CARDS = 4;

/** What fires, or that nothing does, and whether alerts arrive at all. */
export function Alerts({ state }: { readonly state: State }) {
  const { alerts, watchdogAgeSeconds: age } = state;
  const isLive = useContext(IsLive);
  if (state.ageSeconds === null)
    return <section class="alerts">{nothing("no figures yet")}</section>;
  const watchdog = isLive
    ? ""
    : age === null
      ? "no sign of life from Alertmanager yet"
      : `sign of life from Alertmanager ${duration(Math.round(age))} ago`;
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
  const more = alerts.length - MOST_CARDS;
  return (
    <section class="alerts" aria-live="polite">
      {alerts.slice(0, more > 0 ? MOST_CARDS - 1 : MOST_CARDS).map((alert) => (
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

/** An alert that fires: its name, its sentence, since when, and what to do. */
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
