import "./lean-cdktf.ts";
import { mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, readEnvironment } from "../../environment.ts";
import type { Application, Outside } from "../app/application.ts";
import { provideContexts } from "./contexts.ts";
import { BUILD_ARGUMENTS, Image } from "./image.ts";
import { Secret } from "./secret.ts";
import { prepareStageFolder } from "./stage-folder.ts";

/** The CDKTF app with the stages of one environment. */
export class Blueprint extends App {
  /** The blueprint that a construct belongs to. */
  static override of(scope: Construct): Blueprint {
    const app = App.of(scope);
    if (!(app instanceof Blueprint)) {
      throw new Error(`${scope.node.path} is in an App: put the stage in a Blueprint`);
    }
    return app;
  }

  /**
   * @param application the application that the stages deploy
   * @param outside makes the application's external services
   * @param environment the environment that the stages are deployed to
   * @param outdir the output folder, by default `CDKTF_OUTDIR` or `cdktf.out`
   */
  constructor(
    readonly application: Application,
    readonly outside: Outside = () => ({}),
    readonly environment: Environment = readEnvironment(),
    outdir?: string,
  ) {
    const folder = outdir ?? process.env.CDKTF_OUTDIR ?? "cdktf.out";
    mkdirSync(folder, { recursive: true });
    super({
      outdir: folder,
      stackTraces: false,
      context: { [BUILD_ARGUMENTS]: environment.buildArguments },
    });
  }

  /**
   * Returns a path relative to the folder of a stage, Terraform's working folder: the same on every
   * machine.
   */
  pathFromStage(stage: string, path: string): string {
    return relative(resolve(join(this.outdir, "stacks", stage)), path);
  }

  /** Writes each stage's JSON, and beside it the files that Terraform needs to apply it. */
  override synth(): void {
    super.synth();
    const stages = this.node.children.filter(TerraformStack.isStack).map(({ node }) => ({
      folder: resolve(join(this.outdir, "stacks", node.id)),
      secrets: node.findAll().filter((child) => child instanceof Secret),
      images: node.findAll().filter((child) => child instanceof Image),
    }));
    for (const { folder, secrets } of stages) {
      prepareStageFolder(
        folder,
        this.environment,
        secrets.map((secret) => secret.node.id),
      );
    }
    provideContexts(resolve(this.outdir), stages);
  }
}
