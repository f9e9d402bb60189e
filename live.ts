import { describeStages } from "./commands/operate/observe/known-stages.ts";
import { Blueprint } from "./constructs/core/blueprint.ts";
import { liveEnvironmentOf, readEnvironment } from "./environment.ts";
import { loadApplication } from "./load-application.ts";
import { buildPrograms } from "./programs.ts";
import { Live } from "./stacks/live.ts";

const application = await loadApplication();
await buildPrograms(application);
const environment = readEnvironment();
const blueprint = new Blueprint(application, undefined, liveEnvironmentOf(environment));

new Live(blueprint, { name: environment.name, stages: await describeStages() });

blueprint.synth();
