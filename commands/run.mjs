#!/usr/bin/env node
// The entry point of `npm run <command>`. Built-in modules only: a fresh clone has no node_modules.
import { spawn } from "node:child_process";
import {
  accessSync,
  constants,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cleanVariables } from "./lib/variables.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(folder);

/** The folders of the commands: each file in them is one. */
const parts = ["operate", "review", "measure"];

/** Returns how the installed packages differ from package-lock.json; undefined if they do not. */
export function whyInstall(checkout = root) {
  const installed = packagesOf(join(checkout, "node_modules", ".package-lock.json"));
  if (!installed) return "the npm packages are not installed";
  const wanted = packagesOf(join(checkout, "package-lock.json"));
  if (!wanted)
    fail('package-lock.json cannot be read: "git checkout package-lock.json" restores it');
  const stale = Object.keys(wanted).find(
    (path) =>
      path.includes("node_modules/") &&
      !wanted[path].optional &&
      !wanted[path].devOptional &&
      wanted[path].version !== installed[path]?.version,
  );
  return (
    stale && `${stale.replace(/^.*node_modules\//, "")} is not installed as package-lock.json asks`
  );
}

/** The packages in a lock file of npm; undefined if it is missing or unfinished. */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Returns why no temporary files can be made; undefined if they can. Each program makes some. */
export function whyNoScratch(folder = tmpdir()) {
  try {
    accessSync(join(folder, "/"), constants.W_OK);
    return undefined;
  } catch (error) {
    return `no temporary files can be made in ${folder} (${error.code}): make it a folder that you can write to, or let TMPDIR name another one`;
  }
}

function fail(sentence) {
  console.error(`error: ${sentence}`);
  process.exit(1);
}

/** Removes links in the place of packages: npm would empty the folders that they lead to, of another checkout. */
export function unlinkPackages(checkout = root) {
  const { workspaces } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  for (const place of ["", ...workspaces]) {
    const path = join(checkout, place, "node_modules");
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(path);
  }
}

async function install(reason) {
  unlinkPackages();
  console.log(`→ ${reason}: installing them with npm ci`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(
    () => process.stdout.isTTY || console.log(`  still running: npm ci, ${seconds()} s`),
    10_000,
  );
  const npm = spawn("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  let interrupted = false;
  process.on("SIGINT", () => {
    interrupted = true;
  });
  const [code] = await new Promise((done) => {
    npm.on("error", ({ code, message }) => done([code ?? message]));
    npm.on("close", (...outcome) => done(outcome));
  });
  process.removeAllListeners("SIGINT");
  clearInterval(progress);
  if (interrupted) {
    console.error("stopped: the same command installs them again");
    process.exit(130);
  }
  if (code === "ENOENT")
    fail("npm is not on the PATH: install it, then run the same command again");
  if (code !== 0)
    fail(
      `npm ci failed (${code}), its output is above: fix the cause, then run the same command again`,
    );
  console.log(`✓ npm packages installed, ${seconds()} s`);
}

/** Whether two words are the same but for so many letters. */
function isNear(one, other, letters) {
  if (one === other) return true;
  const [a, b] = [one.slice(1), other.slice(1)];
  if (one && one[0] === other[0]) return isNear(a, b, letters);
  if (letters === 0) return false;
  return isNear(a, b, letters - 1) || isNear(a, other, letters - 1) || isNear(one, b, letters - 1);
}

async function main([name = "", ...args]) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 12)) {
    fail(`this is Node ${process.versions.node}: install Node 20.12 or newer`);
  }
  const commands = new Map(
    parts.flatMap((part) =>
      readdirSync(join(folder, part))
        .filter((file) => file.endsWith(".ts"))
        .map((file) => [file.slice(0, -3), join(folder, part, file)]),
    ),
  );
  const file = commands.get(name);
  if (!file) {
    const names = [...commands.keys()];
    const near =
      names.find((each) => isNear(name, each, 1)) ?? names.find((each) => isNear(name, each, 2));
    const what = name ? `there is no command "${name}"` : "no command was named";
    fail(`${what}: ${near ? `did you mean ${near}?` : `there are ${names.join(", ")}`}`);
  }
  const asTyped = { ...process.env };
  cleanVariables(process.env);
  const obstacle = whyNoScratch();
  if (obstacle) fail(obstacle);
  const reason = whyInstall();
  if (reason && name === "doctor") {
    const { diagnose } = await import("./operate/doctor/fresh-clone.mjs");
    process.exitCode = await diagnose(reason);
    return;
  }
  if (reason) await install(reason);
  const tsx = await import("tsx/esm/api");
  // not that of the folder in which the command is typed
  tsx.register({ tsconfig: join(root, "tsconfig.json") });
  const { start } = await import(pathToFileURL(join(folder, "lib", "start.ts")).href);
  await start(pathToFileURL(file).href, args, asTyped);
}

// The path as it was typed may lead through symbolic links.
if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  await main(process.argv.slice(2));
}
