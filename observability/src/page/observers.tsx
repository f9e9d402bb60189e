import type { Machine } from "../../../architecture/model.ts";
import type { State } from "../model/state.ts";
import { factsOf, sentence } from "./facts.ts";
import { percent } from "./format.ts";

/** A strip of the machines that only observe the others. */
export function Observers(props: {
  readonly machines: readonly Machine[];
  readonly state: State;
  readonly chosen?: string;
}) {
  const { machines, state, chosen } = props;
  if (machines.length === 0) return null;
  return (
    <nav class="observers" aria-label="observing machines">
      {machines.map((machine) => {
        const facts = factsOf(machine, state);
        const server = machine.servers[0]?.name;
        return (
          <a
            key={machine.name}
            class={`chip ${facts.health} ${server === chosen ? "chosen" : ""}`}
            href={`#server=${server}`}
            data-server={server}
            data-health={facts.health}
            aria-label={sentence(machine.name, facts)}
          >
            <b>{machine.name.replace(`${machine.group}-`, "")}</b>
            <span>
              {facts.health === "down" ? "✕ down" : `${percent(facts.cpu)} · ${facts.memoryText}`}
            </span>
          </a>
        );
      })}
    </nav>
  );
}
