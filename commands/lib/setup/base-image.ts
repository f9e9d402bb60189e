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

/** Ensures the base image: a local one, else Docker Hub's, else one that is built here. */
export async function ensureBaseImage(): Promise<void> {
  if (await hasImage(baseImage)) return;
  const pulled = await step(
    `pulling ${baseImage} from Docker Hub`,
    () => pull(baseImage),
    (done) => (done ? "done" : "unreachable"),
  );
  if (!pulled) await buildBaseImage(baseImage);
}

/** Pulls an image; false if Docker Hub is unreachable, throws if the pull fails otherwise. */
async function pull(tag: string): Promise<boolean> {
  const options = { timeoutMs: 180_000 };
  const { ok, all, timedOut } = await run("docker", ["pull", "--quiet", tag], options);
  if (ok) return true;
  if (timedOut || isHubUnreachable(all)) return false;
  throw new UserError(
    `${tag} could not be pulled from Docker Hub: fix the cause and run the same command again, or load the image with "docker load":\n${tail(all)}`,
  );
}

/** Builds the image from Debian's packages, with the CA certificates that this machine trusts. */
async function buildBaseImage(tag: string): Promise<void> {
  if (!which("mmdebstrap")) {
    if (!mayInstall()) {
      throw new UserError(
        `${tag} cannot be pulled, and building it needs mmdebstrap: install mmdebstrap (a package of Debian and Ubuntu), or load the image with "docker load"`,
      );
    }
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
