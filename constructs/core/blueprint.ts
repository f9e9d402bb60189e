import { mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, readEnvironment } from "../../environment.ts";
import type { Application, Outside } from "../app/application.ts";
import { Image } from "./image.ts";
import { Secret } from "./secret.ts";
import { prepareStageFolder } from "./stage-folder.ts";

/** The app that holds the stages of one environment. */
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
   * @param application what the stages carry
   * @param outside makes the services that it uses beyond the path
   * @param environment the running application that the stages are versions of
   * @param outdir where to synthesize to, by default `CDKTF_OUTDIR` or `cdktf.out`
   */
  constructor(
    readonly application: Application,
    readonly outside: Outside = () => ({}),
    readonly environment: Environment = readEnvironment(),
    outdir?: string,
  ) {
    const folder = outdir ?? process.env.CDKTF_OUTDIR ?? "cdktf.out";
    mkdirSync(folder, { recursive: true });
    super({ outdir: folder, stackTraces: false });
  }

  /** A path as Terraform needs it, which runs in the folder of a stage: the same on every machine. */
  pathFromStage(stage: string, path: string): string {
    return relative(resolve(join(this.outdir, "stacks", stage)), path);
  }

  /** Writes each stage's JSON, and beside it what Terraform needs to apply it. */
  override synth(): void {
    super.synth();
    for (const stage of this.node.children.filter(TerraformStack.isStack)) {
      const folder = resolve(join(this.outdir, "stacks", stage.node.id));
      const children = stage.node.findAll();
      const secrets = children.filter((child) => child instanceof Secret);
      prepareStageFolder(
        folder,
        this.environment,
        secrets.map((secret) => secret.node.id),
        children.filter((child) => child instanceof Image),
      );
    }
  }
}
