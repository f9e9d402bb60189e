import { which } from "../../lib/process.ts";
import { aptInstall, mayInstall } from "../../lib/setup/install.ts";
import { UserError } from "../../lib/user-error.ts";

/** The browser for the tests, if it is installed. */
export function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].map((name) => which(name)).find(Boolean);
}

/** Installs the browser if it is missing. */
export async function ensureChromium(): Promise<void> {
  if (findChromium()) return;
  if (!mayInstall()) {
    throw new UserError(
      "the live page's test needs a browser: install chromium (a package of Debian), or Google Chrome",
    );
  }
  await aptInstall("chromium");
}
