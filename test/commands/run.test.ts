import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../environment.ts";

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "blueprint-"));
});
afterEach(() => rmSync(checkout, { recursive: true }));

interface Locked {
  readonly version: string;
  readonly optional?: boolean;
}

function write(path: string, packages: Record<string, Locked>): void {
  const file = join(checkout, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, JSON.stringify({ packages }));
}

async function whyInstall(): Promise<string | undefined> {
  const { whyInstall } = (await import(join(root, "commands", "run.mjs"))) as {
    whyInstall: (checkout: string) => string | undefined;
  };
  return whyInstall(checkout);
}

test("npm packages are installed when there are none", async () => {
  write("package-lock.json", {});

  expect(await whyInstall()).toBe("the npm packages are not installed");
});

test("npm packages are installed anew when one is not of the locked version", async () => {
  write("package-lock.json", { "node_modules/tsx": { version: "2.0.0" } });
  write("node_modules/.package-lock.json", { "node_modules/tsx": { version: "1.0.0" } });

  expect(await whyInstall()).toBe("tsx is not installed as package-lock.json asks");
});

test("npm packages are installed again when npm was stopped while it wrote its list", async () => {
  write("package-lock.json", {});
  write("node_modules/.package-lock.json", {});
  writeFileSync(join(checkout, "node_modules/.package-lock.json"), '{"packages": {');

  expect(await whyInstall()).toBe("the npm packages are not installed");
});

test("packages of other platforms and the project's own are not missed", async () => {
  const tsx = { "node_modules/tsx": { version: "1.0.0" } };
  write("package-lock.json", {
    "": { version: "0.1.0" },
    shop: { version: "0.1.0" },
    "node_modules/fsevents": { version: "2.0.0", optional: true },
    ...tsx,
  });
  write("node_modules/.package-lock.json", tsx);

  expect(await whyInstall()).toBeUndefined();
});

test("packages of another checkout, which are linked here, stay when npm installs", async () => {
  writeFileSync(join(checkout, "package.json"), JSON.stringify({ workspaces: ["shop"] }));
  for (const folder of ["shop", "other/tsx"])
    mkdirSync(join(checkout, folder), { recursive: true });
  for (const place of ["", "shop"]) {
    symlinkSync(join(checkout, "other"), join(checkout, place, "node_modules"));
  }
  const { unlinkPackages } = (await import(join(root, "commands", "run.mjs"))) as {
    unlinkPackages: (checkout: string) => void;
  };

  unlinkPackages(checkout);

  expect(
    ["node_modules", "shop/node_modules"].filter((path) => existsSync(join(checkout, path))),
  ).toEqual([]);
  expect(existsSync(join(checkout, "other/tsx"))).toBe(true);
});

test("temporary files are made in a folder, and nowhere else", async () => {
  const { whyNoScratch } = (await import(join(root, "commands", "run.mjs"))) as {
    whyNoScratch: (folder: string) => string | undefined;
  };
  writeFileSync(join(checkout, "file"), "");

  expect(whyNoScratch(checkout)).toBeUndefined();
  for (const name of ["file", "gone"]) {
    expect(whyNoScratch(join(checkout, name))).toMatch(
      /^no temporary files can be made in .* \(E\w+\): .* let TMPDIR name another one$/,
    );
  }
});

test("a command reads the checkout's tsconfig.json, not that of the folder it is typed in", () => {
  const paths = { "*": ["./other.ts"] };
  writeFileSync(join(checkout, "tsconfig.json"), JSON.stringify({ compilerOptions: { paths } }));
  writeFileSync(join(checkout, "other.ts"), 'throw new Error("of another project");');

  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, "commands", "run.mjs"), "stages", "--help"],
    { cwd: checkout, encoding: "utf8" },
  );

  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test.each([
  ["fly", /^error: there is no command "fly": there are .*deploy, destroy, doctor/],
  ["deplyo", /^error: there is no command "deplyo": did you mean deploy\?$/m],
  ["quue", /^error: there is no command "quue": did you mean queue\?$/m],
])(
  "fails when there is no command %s, and names the one that is near, or all",
  (name, sentence) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, "commands", "run.mjs"), name],
      { encoding: "utf8" },
    );

    expect(stderr).toMatch(sentence);
    expect(status).toBe(1);
  },
);

test.each(["run.mjs", "checkout/commands/run.mjs"])(
  "a command runs through the symbolic link %s",
  (path) => {
    symlinkSync(join(root, "commands", "run.mjs"), join(checkout, "run.mjs"));
    symlinkSync(root, join(checkout, "checkout"));

    const { status, stderr } = spawnSync(process.execPath, [join(checkout, path)], {
      encoding: "utf8",
    });

    expect(stderr).toContain("error: no command was named");
    expect(status).toBe(1);
  },
);

test("npm installs all packages, also where its settings omit some", () => {
  const { stdout } = spawnSync("npm", ["config", "get", "include"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", npm_config_omit: "dev" },
  });

  expect(stdout.trim().split(",")).toEqual(["dev", "optional"]);
});
