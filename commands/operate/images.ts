import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { step } from "../lib/progress.ts";
import { table } from "../lib/table.ts";
import { UserError } from "../lib/user-error.ts";
import { parseFile } from "../lib/words.ts";
import { writeJson } from "../lib/write-file.ts";
import { billOfMaterials, type Contents } from "./images/bill-of-materials.ts";
import { listImages, readPackages } from "./images/images.ts";

interface Flags {
  readonly packages?: boolean;
  readonly sbom?: string;
}

/** `npm run images`: the images of what runs, and the packages in them. */
export const command = newCommand("images", "lists the images of what runs, and their packages", [
  "npm run images",
  "npm run images -- --packages",
  "npm run images -- --sbom sbom.json",
])
  .option("--packages", "list each image's Debian packages with their versions")
  .option("--sbom <file>", "write the packages as a bill of materials (CycloneDX)", parseFile)
  .action(async ({ packages: shown, sbom }: Flags) => {
    const environment = readEnvironment();
    const { name } = environment;
    const images = await listImages(environment);
    if (images.length === 0) {
      throw new UserError(
        `the environment ${name} has no servers: deploy a stage with "${variablesOf(environment)}npm run deploy stage-1"`,
      );
    }
    const rows = images.map(({ name, servers }) => [name, servers.join(", ")]);
    console.log(table([["image", "servers"], ...rows]).join("\n"));
    if (!shown && !sbom) return;

    const contents: Contents[] = await step("reading the packages", async (detail) => {
      const found: Contents[] = [];
      for (const { name: image } of images) {
        detail(image);
        found.push({ image, packages: await readPackages(image) });
      }
      return found;
    });
    if (shown) console.log(contents.map(describe).join("\n"));
    if (sbom) {
      writeJson(sbom, billOfMaterials(name, contents, new Date()));
      console.log(`${sbom} is written`);
    }
  });

function describe({ image, packages }: Contents): string {
  const rows = packages?.map(({ name, version }) => [`  ${name}`, version]);
  const lines = rows ? table(rows) : ["  no Debian image: its packages are unknown"];
  return [`\n${image}`, ...lines].join("\n");
}
