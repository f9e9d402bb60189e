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

/** What is there is used; else Docker Hub is asked, and only where it can't be reached is it made. */
export async function ensureBaseImage(): Promise<void> {
  if (await hasImage(baseImage)) return;
  const pulled = await step(
    `pulling ${baseImage} from Docker Hub`,
    () => pull(baseImage),
    (done) => (done ? "done" : "it can't be reached"),
  );
  if (!pulled) await makeBaseImage(baseImage);
}

/** Whether Docker Hub could be reached; throws where it could and the image was not pulled. */
async function pull(tag: string): Promise<boolean> {
  const options = { timeoutMs: 180_000 };
  const { ok, all, timedOut } = await run("docker", ["pull", "--quiet", tag], options);
  if (ok) return true;
  if (timedOut || isHubUnreachable(all)) return false;
  throw new UserError(
    `${tag} could not be pulled from Docker Hub: deal with the reason and run the same command again, or load the image with "docker load":\n${tail(all)}`,
  );
}

/** Makes the image from Debian's packages, with the certificates that this host trusts. */
async function makeBaseImage(tag: string): Promise<void> {
  if (!which("mmdebstrap")) {
    if (!mayInstall()) {
      throw new UserError(
        `${tag} can't be pulled and is made with mmdebstrap: install mmdebstrap (a package of Debian and Ubuntu), or load the image with "docker load"`,
      );
    }
    await aptInstall("mmdebstrap");
    if (!existsSync(keyring)) await aptInstall("debian-archive-keyring");
  }
  await step(`making ${tag} from Debian's packages with mmdebstrap`, async (tell) => {
    const scratch = mkdtempSync(join(tmpdir(), "blueprint-"));
    try {
      if (existsSync(hostBundle)) {
        copyFileSync(hostBundle, join(scratch, "ca-certificates.crt"));
        writeCertificates(readFileSync(hostBundle, "utf8"), join(scratch, "certificates"));
      }
      const made = await run("bash", [script, tag, scratch], {
        timeoutMs: 900_000,
        onLine: (line) => tell(line.replace(/^I: /, "")),
      });
      writeFileSync(logFile("base-image"), made.all);
      if (!made.ok) {
        throw new UserError(
          `${tag} could not be made (all the words are in ${logFile("base-image")}):\n${tail(made.all)}`,
        );
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}
