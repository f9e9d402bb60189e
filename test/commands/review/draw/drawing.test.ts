import { describe, expect, test } from "vitest";
import { readArchitecture } from "../../../../commands/lib/stack/container.ts";
import { compare } from "../../../../commands/review/compare/comparison.ts";
import { drawComparison, drawStage } from "../../../../commands/review/draw/drawing.ts";
import { renderMermaid } from "../../../../commands/review/draw/mermaid.ts";
import { stages } from "../../../synthesize.ts";
import { stackOf } from "../compare/stages.ts";

const numbers = stages.map((_, index) => index + 1);

describe("a stage's drawing", () => {
  test.each(numbers)(
    "has each host once, and arrows between its tiers only: stage-%i",
    (number) => {
      const architecture = readArchitecture(stackOf(number));

      const { tiers, arrows } = drawStage(architecture);

      const hosts = tiers.flatMap((tier) => tier.hosts.map(({ name }) => name));
      expect(hosts.sort()).toEqual(architecture.machines.map(({ name }) => name).sort());
      const ids = tiers.map(({ id }) => id);
      for (const { from, to } of arrows) {
        expect(ids).toContain(from);
        expect(ids).toContain(to);
      }
    },
  );

  test("is Mermaid, with the public address on top", () => {
    expect(renderMermaid(drawStage(readArchitecture(stackOf(2))))).toMatchInlineSnapshot(`
      "flowchart TB
        %% stage-2
        customers([Customers])
        subgraph tier0["App servers"]
          direction LR
          tier0host0["<b>app-1</b><br/>0.15 cores · 256 MiB"]:::unchanged
        end
        class tier0 unchanged
        subgraph tier1["Database"]
          direction LR
          tier1host0["<b>database-1</b><br/>1 core · 512 MiB"]:::unchanged
        end
        class tier1 unchanged
        subgraph tier2["Payment provider"]
          direction LR
          tier2host0["<b>payment-provider</b><br/>0.5 cores · 128 MiB"]:::unchanged
        end
        class tier2 unchanged
        subgraph tier3["Public address"]
          direction LR
          tier3host0["<b>public-address</b><br/>0.5 cores · 128 MiB"]:::unchanged
        end
        class tier3 unchanged
        subgraph tier4["Web servers"]
          direction LR
          tier4host0["<b>web-1</b><br/>0.5 cores · 128 MiB"]:::unchanged
        end
        class tier4 unchanged
        customers --> tier3
        tier0 -->|":5432"| tier1
        tier0 -->|":4000"| tier2
        tier3 -->|":8080"| tier4
        tier4 -->|":3000"| tier0
        classDef added stroke:#15803d,fill:#dcfce7,color:#14532d
        classDef removed stroke:#b91c1c,fill:#fee2e2,color:#7f1d1d
        classDef replaced stroke:#b45309,fill:#fef3c7,color:#78350f
        classDef changed stroke:#b45309,fill:#fef3c7,color:#78350f
        classDef unchanged stroke:#64748b,fill:#f1f5f9,color:#1e293b
      "
    `);
  });

  test("stays below Mermaid's limits for the largest stage", () => {
    const text = renderMermaid(drawStage(readArchitecture(stackOf(8))));

    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/-->/g)?.length).toBeLessThan(500);
  });
});

describe("a comparison's drawing", () => {
  test("has added, removed and changed hosts", () => {
    const { tiers, arrows } = drawComparison(compare(stackOf(3), stackOf(4)));

    const changes = Object.fromEntries(
      tiers.flatMap(({ hosts }) => hosts.map(({ name, change }) => [name, change])),
    );
    expect(changes).toMatchObject({
      "app-1": "replaced",
      "database-1": "replaced",
      "database-2": "added",
      "database-proxy-2": "added",
      "web-1": "unchanged",
    });
    expect(arrows).toContainEqual({
      from: "app/app",
      to: "database/database",
      label: ":5432",
      change: "removed",
    });
  });

  test("shows a moved server on both hosts", () => {
    const { tiers } = drawComparison(compare(stackOf(1), stackOf(2)));

    const hosts = tiers.flatMap((tier) => tier.hosts);
    expect(hosts.find(({ name }) => name === "host")).toMatchObject({
      change: "removed",
      servers: ["app-1 :3000", "database-1 :5432", "web-1 :8080"],
    });
    expect(hosts.find(({ name }) => name === "web-1")).toMatchObject({ change: "added" });
  });
});
