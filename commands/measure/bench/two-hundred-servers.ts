import { openBlueprint } from "../../../open-blueprint.ts";
import { ScaledStage } from "../capacity/scaled-stage.ts";

const blueprint = await openBlueprint();

// to measure the synthesis: not meant to be deployed
new ScaledStage(blueprint, "stage-wide", { servers: 200 });

blueprint.synth();
