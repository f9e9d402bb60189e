import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../environment.ts";

const { cleanVariables } = (await import(join(root, "commands", "lib", "variables.mjs"))) as {
  cleanVariables: (env: NodeJS.ProcessEnv) => void;
};

/** What every command has. */
const ALWAYS = {
  TF_WORKSPACE: "default",
  TF_IN_AUTOMATION: "1",
  CHECKPOINT_DISABLE: "1",
  HOME: homedir(),
  LC_MESSAGES: "C",
  LC_NUMERIC: "C",
};

function cleaned(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  cleanVariables(env);
  return env;
}

test("a command works in one way, whatever was set for other programs", () => {
  const names = [
    "CDKTF_CONTEXT_JSON",
    "COMPOSE_FILE",
    "DOCKER_API_VERSION",
    "DOCKER_CONTENT_TRUST",
    "DOCKER_CUSTOM_HEADERS",
    "DOCKER_DEFAULT_PLATFORM",
    "ESBUILD_BINARY_PATH",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GOFLAGS",
    "GOOS",
    "GOROOT",
    "NODE_ENV",
    "NPM_CONFIG_OMIT",
    "npm_config_omit",
    "npm_config_dry_run",
    "TF_CLI_ARGS",
    "TF_CLI_ARGS_init",
    "TF_DATA_DIR",
    "TF_ENCRYPTION",
    "TF_REATTACH_PROVIDERS",
    "TF_WORKSPACE",
    "TSX_TSCONFIG_PATH",
  ];

  expect(cleaned(Object.fromEntries(names.map((name) => [name, "dev"])))).toEqual(ALWAYS);
});

test("what says how to reach a server, whom to trust and what to log is kept", () => {
  const env = {
    BLUEPRINT_PORT: "8090",
    DOCKER_HOST: "unix:///run/user/1000/docker.sock",
    GIT_CONFIG_GLOBAL: "/home/me/.gitconfig",
    GIT_SSH_COMMAND: "ssh -i key",
    GOPROXY: "https://go.example",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    NODE_OPTIONS: "--max-old-space-size=4096",
    "npm_config_//npm.example/:_authToken": "secret",
    npm_config_cafile: "/ca.pem",
    npm_config_https_proxy: "http://proxy:3128",
    npm_config_registry: "https://npm.example",
    npm_config_userconfig: "/home/me/.npmrc",
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/home/me/.terraformrc",
    TF_LOG: "debug",
    TF_PLUGIN_CACHE_DIR: "/home/me/cache",
    TF_TOKEN_registry_example: "secret",
  };

  expect(cleaned({ ...env })).toEqual({ ...env, ...ALWAYS });
});

test("programs find their caches where HOME is not set, as in a service", () => {
  expect(cleaned({ HOME: "" }).HOME).toBe(homedir());
  expect(cleaned({ HOME: "/home/ann" }).HOME).toBe("/home/ann");
});

test("programs speak English, and read file names in the user's character set", () => {
  expect(cleaned({ LANG: "cs_CZ.UTF-8", LC_ALL: "tr_TR.UTF-8", LANGUAGE: "tr" })).toEqual({
    LANG: "cs_CZ.UTF-8",
    LC_CTYPE: "tr_TR.UTF-8",
    ...ALWAYS,
  });
});

test.each(["no_proxy", "NO_PROXY"])(
  "no proxy leads to this machine, beside what %s names",
  (name) => {
    const all = "example.org,localhost,127.0.0.1,::1";
    const env = { https_proxy: "http://proxy:3128", [name]: "example.org,localhost" };

    expect(cleaned(cleaned(env))).toMatchObject({ no_proxy: all, NO_PROXY: all });
  },
);
