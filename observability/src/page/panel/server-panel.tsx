import { useState } from "preact/hooks";
import type { Machine } from "../../../../architecture/model.ts";
import type { Series, State } from "../../model/state.ts";
import { AlertCard } from "../alerts.tsx";
import { factsOf, sentence } from "../facts.ts";
import { sizeText, titleOf } from "../names.ts";
import { ChartView } from "./chart-view.tsx";
import { linksOf } from "./links.ts";
import { Logs } from "./logs.tsx";
import { useAnswer } from "./use-answer.ts";

const SPANS = [5, 15, 60, 180];

/** A server's charts, log lines, alerts, and ways to more. */
export function ServerPanel(props: {
  readonly name: string;
  readonly machine: Machine;
  readonly state: State;
}) {
  const { name, machine, state } = props;
  const [minutes, setMinutes] = useState(15);
  const { answer, obstacle } = useAnswer<Series>(
    `/api/server/${encodeURIComponent(name)}?minutes=${minutes}`,
    5000,
  );
  const role = machine.servers.find((server) => server.name === name)?.role ?? "";
  const alerts = state.alerts.filter(({ server }) => server === name);
  return (
    <>
      <p class="about">
        {titleOf(role)} · {machine.size.name} · {sizeText(machine.size)}
        <br />
        {sentence(machine, factsOf(machine, state))}
      </p>
      <p class="links">
        {linksOf(name, role, minutes).map(({ text, href }) => (
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
      {obstacle && <p class="notice">▲ no fresh charts: {obstacle}</p>}
      <div class={`charts ${obstacle ? "old" : ""}`}>
        {answer?.charts.map((chart) => (
          <ChartView key={chart.title} chart={chart} times={answer.times} />
        ))}
      </div>
      <Logs fixed={{ server: name }} />
    </>
  );
}
