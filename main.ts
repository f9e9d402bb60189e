import { openBlueprint } from "./open-blueprint.ts";
import { Stage1 } from "./stacks/stage-1.ts";
import { Stage2 } from "./stacks/stage-2.ts";
import { Stage3 } from "./stacks/stage-3.ts";
import { Stage4 } from "./stacks/stage-4.ts";
import { Stage5 } from "./stacks/stage-5.ts";
import { Stage6 } from "./stacks/stage-6.ts";
import { Stage7 } from "./stacks/stage-7.ts";
import { Stage8 } from "./stacks/stage-8.ts";

const blueprint = await openBlueprint();

new Stage1(blueprint);
new Stage2(blueprint);
new Stage3(blueprint);
new Stage4(blueprint);
new Stage5(blueprint);
new Stage6(blueprint);
new Stage7(blueprint);
new Stage8(blueprint);

blueprint.synth();
