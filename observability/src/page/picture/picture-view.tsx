import type { Picture } from "../../../../architecture/picture.ts";
import type { State } from "../../model/state.ts";
import { sizeText, titleOf } from "../names.ts";
import { ArrowLabel, ArrowLine } from "./arrow-view.tsx";
import { type Box, type Layout, type PlacedTier, TIER } from "./layout.ts";
import { MachineBox } from "./machine-box.tsx";

/** A smaller layout is not magnified: all stages are drawn at about the same scale. */
const MIN_VIEW = { width: 780, height: 380 };

/** The machines and the requests between them, with metrics. */
export function PictureView(props: {
  readonly picture: Picture;
  readonly layout: Layout;
  readonly state: State;
  /** The name of the server that the side panel shows. */
  readonly chosen?: string;
}) {
  const { layout, state, chosen } = props;
  const width = Math.max(layout.width, MIN_VIEW.width);
  const height = Math.max(layout.height, MIN_VIEW.height);
  const left = (layout.width - width) / 2;
  const top = (layout.height - height) / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset
    <svg
      class="picture"
      viewBox={`${left} ${top} ${width} ${height}`}
      role="group"
      aria-label="the application’s machines"
    >
      <defs>
        {["good", "doubtful", "bad", "idle"].map((tone) => (
          <marker
            key={tone}
            id={`head-${tone}`}
            class={`head ${tone}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0,0.5 L8,4 L0,7.5 z" />
          </marker>
        ))}
      </defs>
      {layout.tiers.map((placed) => (
        <TierFrame key={placed.tier.id} {...placed} />
      ))}
      {layout.customers && <Customers {...layout.customers} />}
      {layout.arrows.map((placed) => (
        <ArrowLine
          key={placed.arrow.id}
          {...placed}
          metrics={state.arrows[placed.arrow.id]}
          slowSeconds={state.slowSeconds}
        />
      ))}
      {layout.arrows.map((placed) => (
        <ArrowLabel
          key={placed.arrow.id}
          {...placed}
          metrics={state.arrows[placed.arrow.id]}
          slowSeconds={state.slowSeconds}
        />
      ))}
      {layout.tiers.flatMap(({ machines }) =>
        machines.map(({ machine, ...box }) => (
          <MachineBox
            key={machine.name}
            machine={machine}
            box={box}
            state={state}
            chosen={chosen}
          />
        )),
      )}
    </svg>
  );
}

function TierFrame({ tier, x, y, width, height }: PlacedTier) {
  const size = tier.machines[0]?.size;
  const sizeOf = size && `${size.name} · ${sizeText(size)}`;
  return (
    <g class="tier">
      <rect x={x} y={y} width={width} height={height} rx="8" />
      <text class="title" x={x + TIER.padding + 2} y={y + 15}>
        {titleOf(tier.role)}
      </text>
      {sizeOf && (
        <text
          class={`size ${sizeOf.length > 27 ? "long" : ""}`}
          x={x + TIER.padding + 2}
          y={y + 27}
        >
          {sizeOf}
        </text>
      )}
    </g>
  );
}

function Customers({ x, y, width, height }: Box) {
  return (
    <g class="customers">
      <rect x={x} y={y} width={width} height={height} rx={height / 2} />
      <text x={x + width / 2} y={y + height / 2 + 5}>
        Customers
      </text>
    </g>
  );
}
