import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../environment.ts";
import type { Answer } from "../answer.ts";
import { getFromEngine } from "../engine/api.ts";
import type { Engine } from "../engine/engine.ts";
import { run, tail, which } from "../process.ts";
import { step } from "../progress.ts";
import { UserError } from "../user-error.ts";
import { writeCertificates } from "./certificates.ts";
import { logFile } from "./files.ts";
import { aptInstall, mayInstall } from "./install.ts";
import { isHubUnreachable } from "./unreachable.ts";

export const baseImage = "debian:trixie-slim";

const script = join(root, "offline", "base-image", "make.sh");
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const hostBundle = "/etc/ssl/certs/ca-certificates.crt";

export async function hasImage(tag: string): Promise<boolean> {
  return (await run("docker", ["image", "inspect", "--format", "{{.Id}}", tag])).ok;
}

/**
 * Asks the engine for the base image: whether it has it, else whether it can pull it.
 * @throws UserError if it can neither be pulled nor built here
 */
export async function lookForBaseImage(engine: Engine): Promise<Answer> {
  if (await hasImage(baseImage)) return { found: baseImage };
  try {
    await getFromEngine(engine, `/distribution/${baseImage}/json`);
    return { found: `${baseImage} is not pulled yet`, todo: "deploy pulls it" };
  } catch (error) {
    const reason = (error as Error).message;
    if (!isHubUnreachable(reason) && !reason.startsWith("no answer")) throw notPulled(reason);
    checkBuilder(reason);
    const found = `${baseImage} is not there, and Docker Hub is not reached (${reason})`;
    return { found, todo: "deploy tries again, then builds it from Debian's packages" };
  }
}

/** Ensures the base image: a local one, else Docker Hub's, else one that is built here. */
export async function ensureBaseImage(): Promise<void> {
  if (await hasImage(baseImage)) return;
  const reason = await step(
    `pulling ${baseImage} from Docker Hub`,
    () => pull(baseImage),
    (why) => (why === undefined ? "done" : "unreachable"),
  );
  if (reason !== undefined) await buildBaseImage(baseImage, reason);
}

/** Pulls an image; returns why Docker Hub is unreachable, throws if the pull fails otherwise. */
async function pull(tag: string): Promise<string | undefined> {
  const options = { timeoutMs: 180_000 };
  const { ok, all, timedOut } = await run("docker", ["pull", "--quiet", tag], options);
  if (ok) return undefined;
  if (timedOut) return `no answer in ${options.timeoutMs / 1000} s`;
  if (isHubUnreachable(all)) return tail(all, 1);
  throw notPulled(tail(all));
}

function notPulled(reason: string): UserError {
  return new UserError(
    `${baseImage} could not be pulled from Docker Hub: fix the cause and run the same command again, or load the image with "docker load":\n${reason}`,
  );
}

/** Throws if the image cannot be built here either. */
function checkBuilder(reason: string): void {
  if (which("mmdebstrap") || mayInstall()) return;
  throw new UserError(
    `${baseImage} cannot be pulled (${reason}), and building it needs mmdebstrap: install mmdebstrap (a package of Debian and Ubuntu), or load the image with "docker load"`,
  );
}

/** Builds the image from Debian's packages, with the CA certificates that this machine trusts. */
async function buildBaseImage(tag: string, reason: string): Promise<void> {
  checkBuilder(reason);
  if (!which("mmdebstrap")) {
    await aptInstall("mmdebstrap");
    if (!existsSync(keyring)) await aptInstall("debian-archive-keyring");
  }
  await step(`building ${tag} from Debian's packages with mmdebstrap`, async (report) => {
    const scratch = mkdtempSync(join(tmpdir(), "blueprint-"));
    try {
      if (existsSync(hostBundle)) {
        copyFileSync(hostBundle, join(scratch, "ca-certificates.crt"));
        writeCertificates(readFileSync(hostBundle, "utf8"), join(scratch, "certificates"));
      }
      const built = await run("bash", [script, tag, scratch], {
        timeoutMs: 900_000,
        onLine: (line) => report(line.replace(/^I: /, "")),
      });
      writeFileSync(logFile("base-image"), built.all);
      if (!built.ok) {
        throw new UserError(
          `${tag} could not be built (full log: ${logFile("base-image")}):\n${tail(built.all)}`,
        );
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}
