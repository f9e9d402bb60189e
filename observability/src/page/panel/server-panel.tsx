import { useContext, useState } from "preact/hooks";
import type { Machine } from "../../../../architecture/model.ts";
import type { Series, State } from "../../model/state.ts";
import { AlertCard } from "../alerts.tsx";
import { factsOf, nameOf, sentence } from "../facts.ts";
import { IsLive } from "../is-live.ts";
import { sizeText, titleOf } from "../names.ts";
import { ChartView } from "./chart-view.tsx";
import { linksOf } from "./links.ts";
import { Logs } from "./logs.tsx";
import { usePolling } from "./use-polling.ts";

const SPANS = [5, 15, 60, 180];

/** A server's alerts, charts, log lines and links. */
export function ServerPanel(props: {
  readonly name: string;
  readonly machine: Machine;
  readonly state: State;
}) {
  const { name, machine, state } = props;
  const isLive = useContext(IsLive);
  const [minutes, setMinutes] = useState(15);
  const { data, problem } = usePolling<Series>(
    `/api/server/${encodeURIComponent(name)}?minutes=${minutes}`,
    5000,
  );
  const role = machine.servers.find((each) => each.name === name)?.role ?? "";
  /** Logs and alerts carry the server's name, also those of a container that leaves. */
  const server = state.architecture?.containers?.[name]?.server ?? name;
  const alerts = state.alerts.filter((alert) => alert.server === server);
  return (
    <>
      <p class="about">
        {titleOf(role)} · {machine.size.name} · {sizeText(machine.size)}
        <br />
        {sentence(nameOf(machine, state), factsOf(machine, state))}
      </p>
      <p class="links">
        {linksOf(server, role, minutes, !isLive).map(({ text, href }) => (
          <a key={text} href={href} target="_blank" rel="noopener">
            {text} ↗
          </a>
        ))}
      </p>
      {alerts.map((alert) => (
        <AlertCard key={alert.name + alert.summary} alert={alert} />
      ))}
      <fieldset class="spans">
        <legend>Last minutes</legend>
        {SPANS.map((span) => (
          <label key={span}>
            <input
              type="radio"
              name="span"
              checked={span === minutes}
              onChange={() => setMinutes(span)}
            />
            {span}
          </label>
        ))}
      </fieldset>
      {problem && <p class="notice">▲ no fresh charts: {problem}</p>}
      <div class={`charts ${problem ? "old" : ""}`}>
        {data?.charts.map((chart) => (
          <ChartView key={chart.title} chart={chart} times={data.times} />
        ))}
      </div>
      <Logs fixed={{ server }} />
    </>
  );
}
