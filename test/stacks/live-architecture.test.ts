import { Testing } from "cdktf";
import { expect, test } from "vitest";
import { pictureOf } from "../../architecture/picture.ts";
import {
  readArchitecture,
  type ServerResource,
  serversOf,
} from "../../commands/lib/stack/container.ts";
import { parseStack } from "../../commands/lib/stack/stack.ts";
import { describeStage } from "../../commands/operate/observe/known-stages.ts";
import { KnownStages } from "../../observability/src/collector/architecture/known-stages.ts";
import { liveArchitecture } from "../../observability/src/collector/architecture/live-architecture.ts";
import type { ListedContainer } from "../../observability/src/collector/engine/engine.ts";
import { blueprint, stages } from "../synthesize.ts";

const stacks = stages.map((Type) => {
  const stage = new Type(blueprint());
  return parseStack(Testing.synth(stage, true), stage.node.id);
});
const known = new KnownStages(stacks.map(describeStage));

/** A server's container as Docker lists it: with labels and networks, without aliases. */
function listed({ address, labels, attributes }: ServerResource): ListedContainer {
  return {
    id: address,
    name: attributes.name ?? "",
    server: labels.server,
    role: labels.role,
    state: "running",
    created: 1,
    addresses: [],
    labels,
    machineId: attributes.network_mode?.match(/docker_container\.[\w-]+/)?.[0],
    networks: (attributes.networks_advanced ?? []).map(({ name }) => name),
    keepsData: (attributes.volumes ?? []).some(({ volume_name }) => volume_name),
  };
}

test.each(stacks.map((stack) => [stack.name, stack] as const))(
  "%s is recognized from its containers, and drawn as it is declared",
  (name, stack) => {
    const observers = ["observability", "traces"];

    const live = liveArchitecture("shop", serversOf(stack).map(listed), known);

    const { tiers, arrows } = pictureOf(readArchitecture(stack), observers);
    const drawn = pictureOf(live, observers);
    expect(live.stage).toBe(name);
    expect(drawn.tiers.map(({ id }) => id)).toEqual(tiers.map(({ id }) => id));
    expect(drawn.arrows).toEqual(arrows);
    const sizes = (all: typeof tiers) => all.flatMap(({ machines }) => machines.map((m) => m.size));
    expect(sizes(drawn.tiers)).toEqual(sizes(tiers));
  },
);
