// Which of the user's environment variables a command and the programs that it starts see. The reasons are in
// docs/environment-variables.md. Built-in modules only: a fresh clone has no node_modules.

import { homedir, tmpdir } from "node:os";

/** Of these families only what a second pattern names is kept: how to reach a server, whom to trust, what to log. */
const FAMILIES = [
  [/^TF_/, /^TF_(CLI_CONFIG_FILE|PLUGIN_CACHE_DIR|LOG\w*|REGISTRY_\w+|TOKEN_\w+)$/],
  [/^(CDKTF|CDKTN|COMPOSE|ESBUILD)_/, /^$/],
  [
    /^GIT_/,
    /^GIT_(ASKPASS|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|DISCOVERY_\w+|EXEC_PATH|SSH\w*|SSL_\w+|TRACE\w*)$/,
  ],
  [
    /^npm_config_/i,
    /^npm_config_(.*registry|\/\/.*|cache|\w*proxy|ca|cafile|cert|key|strict_ssl|\w+config|offline|prefer_\w+|fetch_\w+|maxsockets|loglevel)$/i,
  ],
];

const REMOVED = [
  "NODE_ENV",
  "TSX_TSCONFIG_PATH",
  "DOCKER_API_VERSION",
  "DOCKER_CONTENT_TRUST",
  "DOCKER_CUSTOM_HEADERS",
  "DOCKER_DEFAULT_PLATFORM",
  "GOFLAGS",
  "GOOS",
  "GOARCH",
  "GOROOT",
  "GOWORK",
];

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/**
 * Removes, sets and keeps variables, so that what a command does depends on none that was set for another program.
 * @param {Record<string, string | undefined>} env changed in place, as with `process.env`
 */
export function cleanVariables(env) {
  for (const name of Object.keys(env)) {
    const isForeign = FAMILIES.some(([family, kept]) => family.test(name) && !kept.test(name));
    if (isForeign || REMOVED.includes(name)) delete env[name];
  }
  // It outranks a workspace that was selected in Terraform's working folder.
  Object.assign(env, { TF_WORKSPACE: "default", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" });
  env.HOME ||= homeOf();
  speakEnglish(env);
  if (PROXIES.some((name) => env[name] || env[name.toLowerCase()])) bypassProxy(env);
}

/** Services and cron jobs have no HOME, without which Go and others find no cache. */
function homeOf() {
  try {
    return homedir();
  } catch {
    return tmpdir();
  }
}

/** The commands read other programs' messages and numbers. File names stay in the user's character set. */
function speakEnglish(env) {
  const characters = env.LC_ALL || env.LC_CTYPE || env.LANG;
  if (characters) env.LC_CTYPE = characters;
  for (const name of ["LC_ALL", "LANGUAGE"]) delete env[name];
  Object.assign(env, { LC_MESSAGES: "C", LC_NUMERIC: "C" });
}

/** No proxy leads to this machine's own servers. */
function bypassProxy(env) {
  const named = `${env.no_proxy || env.NO_PROXY || ""}`.split(",").filter((name) => name.trim());
  const all = [...new Set([...named, ...LOOPBACK])].join(",");
  Object.assign(env, { no_proxy: all, NO_PROXY: all });
}
