import { mkdirSync } from "node:fs";
import { localFolder } from "../../../environment.ts";
import type { Engine } from "../engine/engine.ts";
import { ensureBaseImage } from "./base-image.ts";
import { ensureEngine } from "./engine.ts";
import { ensureProvider, type ProviderSource } from "./provider.ts";
import { findTerraform, type Terraform } from "./terraform.ts";

export interface Setup {
  readonly terraform: Terraform;
  readonly engine: Engine;
  readonly provider: ProviderSource;
}

/** Installs, starts and builds whatever a deploy needs and lacks. */
export async function setUp(): Promise<Setup> {
  mkdirSync(localFolder, { recursive: true });
  const terraform = await findTerraform();
  const engine = await ensureEngine();
  const provider = await ensureProvider(terraform);
  await ensureBaseImage();
  return { terraform, engine, provider };
}
