import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Build arguments that each Dockerfile has without declaring them, by their name in config.json. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  httpProxy: "HTTP_PROXY",
  httpsProxy: "HTTPS_PROXY",
  ftpProxy: "FTP_PROXY",
  noProxy: "NO_PROXY",
  allProxy: "ALL_PROXY",
};

/**
 * Returns the build arguments that `docker build` derives from the proxies in the docker command's
 * `config.json`, and the provider does not: none if there is no such file.
 * @param address the engine's: its own proxies come before those for all
 */
export function proxyArguments(address: string, env = process.env): Record<string, string> {
  const folder = env.DOCKER_CONFIG || join(homedir(), ".docker");
  try {
    return parseProxies(readFileSync(join(folder, "config.json"), "utf8"), address);
  } catch {
    return {};
  }
}

export function parseProxies(config: string, address: string): Record<string, string> {
  const { proxies = {} } = JSON.parse(config) as {
    readonly proxies?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const found = proxies[address] ?? proxies.default ?? {};
  return Object.fromEntries(
    Object.entries(ARGUMENTS).flatMap(([key, name]) => {
      const value = found[key];
      return value ? [name, name.toLowerCase()].map((each) => [each, value]) : [];
    }),
  );
}
