import { which } from "../../lib/process.ts";
import { baseImage, hasImage } from "../../lib/setup/base-image.ts";
import type { EngineState } from "../../lib/setup/engine-state.ts";
import { mayInstall } from "../../lib/setup/install.ts";
import { isSupported, oldestTerraform, tryFindTerraform } from "../../lib/setup/terraform.ts";
import { type Check, later, missing, there } from "./check.ts";

export async function checkTerraform(): Promise<Check> {
  const terraform = await tryFindTerraform();
  const name = "Terraform";
  const fix = `install Terraform or OpenTofu ${oldestTerraform} or newer`;
  if (!terraform) return missing(name, "not on the path", fix);
  const found = `${terraform.program} ${terraform.version} (${terraform.platform})`;
  return isSupported(terraform.version) ? there(name, found) : missing(name, found, fix);
}

export async function checkEngine(state: EngineState): Promise<Check> {
  const name = "Docker engine";
  if (state.engine) return there(name, `${state.engine.version} at ${state.engine.address}`);
  const found = state.hasCommand ? `no answer at ${state.address}` : state.reason;
  if (process.env.DOCKER_HOST) {
    return missing(name, found, "start that engine, or unset DOCKER_HOST");
  }
  if (!mayInstall())
    return missing(name, found, "install and start Docker, and give this user access to it");
  const how = which("dockerd") ? "deploy starts it" : "deploy installs docker.io and starts it";
  return later(name, found, how);
}

export async function checkBaseImage(state: EngineState): Promise<Check> {
  const name = "base image";
  if (state.engine && (await hasImage(baseImage))) return there(name, baseImage);
  const found = state.engine ? `${baseImage} is not pulled yet` : "unknown without an engine";
  if (which("mmdebstrap") || mayInstall()) {
    return later(name, found, "deploy pulls it, or builds it from Debian's packages");
  }
  return later(name, found, "deploy pulls it; without Docker Hub it needs mmdebstrap");
}
