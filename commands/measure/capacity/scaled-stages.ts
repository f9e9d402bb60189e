import { Size } from "../../../architecture/size.ts";
import { openBlueprint } from "../../../open-blueprint.ts";
import { ScaledStage } from "./scaled-stage.ts";
import { appServerCounts, scaledStage } from "./scaled-stage-names.ts";

const blueprint = await openBlueprint();

for (const servers of appServerCounts) {
  new ScaledStage(blueprint, scaledStage(servers), { servers, size: Size.LEAST });
}

blueprint.synth();
