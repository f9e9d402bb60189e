import { mkdirSync } from "node:fs";
import { localFolder } from "../../../environment.ts";
import { ensureBaseImage } from "./base-image.ts";
import { type Engine, ensureEngine } from "./engine.ts";
import { ensureProvider, type ProviderSource } from "./provider.ts";
import { findTerraform, type Terraform } from "./terraform.ts";

export interface Setup {
  readonly terraform: Terraform;
  readonly engine: Engine;
  readonly provider: ProviderSource;
}

/** Makes sure of everything that a deploy needs; does nothing that is not needed. */
export async function setUp(): Promise<Setup> {
  mkdirSync(localFolder, { recursive: true });
  const terraform = await findTerraform();
  const engine = await ensureEngine();
  const provider = await ensureProvider(terraform);
  await ensureBaseImage();
  return { terraform, engine, provider };
}
