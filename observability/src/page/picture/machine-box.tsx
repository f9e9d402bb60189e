import type { Machine } from "../../../../architecture/model.ts";
import type { State } from "../../model/state.ts";
import { type Facts, factsOf, nameOf, sentence, signOf } from "../facts.ts";
import { percent } from "../format.ts";
import { navigate } from "../route.ts";
import type { Box } from "./layout.ts";

/** A machine with its metrics; a click opens the side panel. */
export function MachineBox(props: {
  readonly machine: Machine;
  readonly box: Box;
  readonly state: State;
  readonly chosen?: string;
}) {
  const { machine, box, state, chosen } = props;
  const facts = factsOf(machine, state);
  const server = machine.servers[0]?.name ?? machine.name;
  const name = nameOf(machine, state);
  const isChosen = machine.servers.some(({ name }) => name === chosen);
  const open = () => navigate(`#server=${server}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      class={`machine ${facts.health} ${isChosen ? "chosen" : ""}`}
      data-server={server}
      data-health={facts.health}
      transform={`translate(${box.x},${box.y})`}
      role="button"
      tabIndex={0}
      aria-label={sentence(name, facts)}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
      }}
    >
      <rect class="case" width={box.width} height={box.height} rx="6" />
      {facts.health === "down" && <path class="cross" d={cross(box)} />}
      <text class={`name ${name.length > 15 ? "long" : ""}`} x="8" y="15">
        {name}
      </text>
      <Bar y={21} name="CPU" share={facts.cpu} text={percent(facts.cpu)} width={box.width} />
      <Bar y={33} name="Mem" share={facts.memory} text={facts.memoryText} width={box.width} />
      <LastLine facts={facts} box={box} />
    </g>
  );
}

function Bar(props: {
  readonly y: number;
  readonly name: string;
  readonly share?: number;
  readonly text: string;
  readonly width: number;
}) {
  const { y, name, share = 0, text, width } = props;
  const length = width - 92;
  const fill = share > 0.9 ? "bad" : share > 0.75 ? "doubtful" : "good";
  return (
    <g class="bar">
      <text x="8" y={y + 8}>
        {name}
      </text>
      <rect class="way" x="36" y={y + 1.5} width={length} height="6" rx="3" />
      <rect
        class={`fill ${fill}`}
        x="36"
        y={y + 1.5}
        width={length * Math.min(share, 1)}
        height="6"
        rx="3"
      />
      <text class="value" x={width - 8} y={y + 8}>
        {text}
      </text>
    </g>
  );
}

/** Its note, and on the right its trouble or its error share. */
function LastLine({ facts, box }: { readonly facts: Facts; readonly box: Box }) {
  const y = box.height - 6;
  return (
    <>
      <text class="note" x="8" y={y}>
        {facts.health === "down" ? "" : facts.note}
      </text>
      {facts.trouble ? (
        <text class="trouble" x={box.width - 8} y={y}>
          {signOf(facts.health)} {facts.trouble}
        </text>
      ) : (
        facts.errors && (
          <text class="errors" x={box.width - 8} y={y}>
            {facts.errors} err
          </text>
        )
      )}
    </>
  );
}

function cross({ width, height }: Box): string {
  return `M6,6L${width - 6},${height - 6}M${width - 6},6L6,${height - 6}`;
}
