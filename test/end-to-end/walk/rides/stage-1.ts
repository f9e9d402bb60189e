import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { docker } from "../../shop.ts";
import type { Walk } from "../walk.ts";

/** What holds for the servers and secrets of every stage, looked at in the first one. */
export function ride(walk: Walk): void {
  test("a product's picture is served", async () => {
    const page = (await walk.shop.get("/products", "text/html")).text;
    const [picture = "none"] = page.match(/\/static\/products\/1\.[0-9a-f]{8}\.svg/) ?? [];

    expect((await walk.shop.get(picture)).text).toContain("<svg");
  });

  describe("a server", () => {
    test("runs without root, capabilities and new privileges, within limits", async () => {
      for (const [server, container] of Object.entries(await walk.shop.containers())) {
        const status = await docker("exec", container, "cat", "/proc/1/status");
        const format = "{{ json .HostConfig }}";
        const limits = JSON.parse(await docker("inspect", "--format", format, container));

        expect(status, server).toMatch(/^Uid:(\t[1-9]\d*){4}$/m);
        expect(status, server).toMatch(/^NoNewPrivs:\t1$/m);
        expect(status.match(/^Cap\w+:\t0+$/gm), server).toHaveLength(5);
        expect(limits.Memory, server).toBeGreaterThan(0);
        expect(limits.MemorySwap, server).toBe(limits.Memory);
        expect(limits.NanoCpus, server).toBeGreaterThan(0);
      }
    });
  });

  describe("secrets", () => {
    test("are in no log, image, command line or synthesized file", async () => {
      const { secretsFile, outdir } = walk.shop.environment;
      const secrets: string[] = Object.values(JSON.parse(readFileSync(secretsFile, "utf8")));
      const places: Record<string, string> = {};
      for (const stage of readdirSync(join(outdir, "stacks")))
        places[stage] = readFileSync(join(outdir, "stacks", stage, "cdk.tf.json"), "utf8");
      for (const [server, container] of Object.entries(await walk.shop.containers())) {
        const { all } = await execa("docker", ["logs", container], { all: true });
        const image = await docker("inspect", "--format", "{{ .Image }}", container);
        places[`log of ${server}`] = all;
        places[`processes of ${server}`] = await docker("top", container, "-eo", "pid,args");
        places[`history of ${server}`] = await docker("history", "--no-trunc", image);
        places[`image of ${server}`] = await docker("image", "inspect", image);
      }

      const found = Object.keys(places).filter((place) =>
        secrets.some((secret) => places[place]?.includes(secret)),
      );

      expect(secrets.length).toBeGreaterThan(2);
      expect(Object.keys(places).length).toBeGreaterThan(20);
      expect(found).toEqual([]);
    });

    test("are kept from others on this machine: in a private folder, each file for its user alone", () => {
      const { folder } = walk.shop.environment;
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      const secrets = files.filter((file) => basename(file).startsWith("secrets"));

      const open = [folder, ...secrets.map((file) => join(folder, file))].filter(isOpen);

      expect(files).toContain("terraform.tfstate");
      expect(secrets.length).toBeGreaterThan(3);
      expect(open).toEqual([]);
    });
  });
}

function isOpen(path: string): boolean {
  return (statSync(path).mode & 0o077) !== 0;
}
