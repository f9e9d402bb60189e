import { describeStages } from "./commands/operate/observe/known-stages.ts";
import { liveEnvironmentOf, readEnvironment } from "./environment.ts";
import { openBlueprint } from "./open-blueprint.ts";
import { Live } from "./stacks/live.ts";

const environment = readEnvironment();
const blueprint = await openBlueprint(liveEnvironmentOf(environment));

new Live(blueprint, { name: environment.name, stages: await describeStages() });

blueprint.synth();
