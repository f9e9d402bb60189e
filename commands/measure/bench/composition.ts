import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, root } from "../../../environment.ts";
import { UserError } from "../../lib/user-error.ts";
import { project } from "./cleanup.ts";
import { type Composition, differences } from "./likeness.ts";
import { type Execution, execute } from "./program.ts";
import {
  imageVariables,
  type StageFile,
  unescapeExpressions,
  withoutHashes,
} from "./stage-file.ts";

const file = join(root, "commands", "measure", "bench", "compose.yaml");

/** The containers of a synthesized stage, for Docker Compose. */
export class ComposedStage {
  private readonly stage: StageFile;
  private readonly variables: Record<string, string>;

  /**
   * @param compose the command of Compose
   * @param folder the folder of the synthesized stage
   */
  constructor(
    private readonly compose: readonly string[],
    environment: Environment,
    folder: string,
  ) {
    this.stage = withoutHashes(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const files = join(environment.folder, "compose");
    this.variables = {
      ...imageVariables(this.stage),
      ...secrets(),
      PORT: `${environment.port}`,
      FILES: files,
    };
    this.writeFiles(files);
  }

  /** Throws if compose.yaml differs from the stage: their times would not be comparable. */
  async checkLikeness(): Promise<void> {
    const { output } = await this.run("config", "--format", "json");
    const points = differences(this.stage, JSON.parse(output) as Composition);
    if (points.length === 0) return;
    throw new UserError(
      `commands/measure/bench/compose.yaml differs from stage-3. It is written for the shop: leave BLUEPRINT_APPLICATION unset, or bring it up to date\n${points.join("\n")}`,
    );
  }

  up(): Promise<Execution> {
    return this.run("up", "--wait", "--wait-timeout", "180");
  }

  private run(...words: string[]): Promise<Execution> {
    const [program = "", ...first] = this.compose;
    const args = [...first, "--project-name", project, "--file", file, ...words];
    return execute(program, args, { env: this.variables });
  }

  /** The stage uploads its configuration files; Compose mounts them. */
  private writeFiles(folder: string): void {
    for (const [server, { upload = [] }] of Object.entries(this.stage.resource.docker_container)) {
      for (const { file, content } of upload) {
        const path = join(folder, server, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, unescapeExpressions(content));
        chmodSync(path, 0o644);
      }
    }
  }
}

function secrets(): Record<string, string> {
  const names = ["COOKIE_SECRET", "DATABASE_PASSWORD"];
  const roles = ["DATABASE_REPLICATION_PASSWORD", "DATABASE_SUPERUSER_PASSWORD"];
  return Object.fromEntries(
    [...names, ...roles].map((name) => [name, randomBytes(24).toString("hex")]),
  );
}
