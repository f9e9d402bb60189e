import type { Tier } from "../../../architecture/picture.ts";
import type { State } from "../model/state.ts";
import { factsOf, nameOf, sentence, signOf } from "./facts.ts";
import { percent } from "./format.ts";
import { sizeText, titleOf } from "./names.ts";

/** The machines as a list, for screens that are too narrow for the picture. */
export function MachineList({ tiers, state }: { tiers: readonly Tier[]; state: State }) {
  return (
    <div class="list">
      {tiers.map((tier) => (
        <TierList key={tier.id} tier={tier} state={state} />
      ))}
    </div>
  );
}

function TierList({ tier, state }: { tier: Tier; state: State }) {
  const size = tier.machines[0]?.size;
  return (
    <section>
      <h2>
        {titleOf(tier.role)} {size && <small>{sizeText(size)}</small>}
      </h2>
      {tier.machines.map((machine) => {
        const facts = factsOf(machine, state);
        return (
          <a
            key={machine.name}
            class={`row ${facts.health}`}
            href={`#server=${machine.servers[0]?.name}`}
            aria-label={sentence(nameOf(machine, state), facts)}
          >
            <b>{nameOf(machine, state)}</b>
            <span>CPU {percent(facts.cpu)}</span>
            <span>{facts.memoryText}</span>
            <span class={facts.trouble ? "trouble" : ""}>
              {facts.trouble ? `${signOf(facts.health)} ${facts.trouble}` : facts.note}
            </span>
          </a>
        );
      })}
    </section>
  );
}
