import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import {
  type LoadRecord,
  type RunningLoad,
  startLoad,
} from "../../../commands/measure/load/load.ts";
import { targetIn } from "../../../commands/measure/load/target.ts";
import { judge, type Verdict } from "../../../commands/measure/load/verdict.ts";
import {
  type Block,
  type Chapter,
  listChapters,
} from "../../../commands/measure/workshop/chapter.ts";
import { localFolder } from "../../../environment.ts";
import type { Phase } from "../../../observability/src/model/architecture.ts";
import { Shop } from "../shop.ts";
import { differencesFrom, readExpectation } from "./expectation.ts";
import { PageWatch } from "./page-watch.ts";
import { Terminal } from "./terminal.ts";

/** Shoppers who are there all the time, in requests a second: beside them drills have their own. */
const RATE = 4;

/** A block ends earlier, or something hangs. */
const BLOCK_MS = 240_000;

/** Where a shop is noted that a run has kept for the next one. */
const KEPT = join(localFolder, "kept-shop.json");

/** What `npm test` was asked for, in the variables that it sets. */
interface Wishes {
  /** The chapters' stages; all if there are none. */
  readonly stages: readonly string[];
  /** Whether the shop stays for another run. */
  readonly keep: boolean;
}

function readWishes({ BLUEPRINT_TEST_STAGES, BLUEPRINT_TEST_KEEP } = process.env): Wishes {
  return {
    stages: BLUEPRINT_TEST_STAGES?.split(",") ?? [],
    keep: BLUEPRINT_TEST_KEEP === "1",
  };
}

/** From one moment to another, in milliseconds since 1970. */
interface Window {
  readonly begin: number;
  readonly end: number;
}

/** One shop that goes through the chapters of the workshop, as a participant's does. */
export class Walk {
  readonly chapters: readonly Chapter[];
  private readonly wishes = readWishes();
  private walking?: { readonly shop: Shop; readonly terminal: Terminal };
  private load?: RunningLoad;
  private watch?: PageWatch;
  private readonly records: LoadRecord[] = [];
  private readonly outages: Window[] = [];
  /** The shop is one that an earlier run has kept. */
  private wasKept = false;
  /** A block of the chapter was not as expected: what runs may be anything. */
  private isLost = false;

  constructor() {
    const { stages } = this.wishes;
    this.chapters = listChapters().filter(
      ({ stage }) => stages.length === 0 || stages.includes(stage),
    );
  }

  get shop(): Shop {
    return this.begun.shop;
  }

  /** Whether the shop stays. */
  get isKept(): boolean {
    return this.wishes.keep;
  }

  async begin(): Promise<void> {
    const shop = this.keptShop() ?? (await Shop.create());
    const terminal = new Terminal(shop.variables);
    this.walking = { shop, terminal };
    await terminal.type(". docs/workshop/terminal.sh", 10_000);
  }

  /** Removes the shop, or notes it for the next run. */
  async end(): Promise<void> {
    await this.watch?.end();
    await this.load?.stop();
    this.walking?.terminal.close();
    if (this.isKept) {
      const { name, port } = this.shop;
      mkdirSync(dirname(KEPT), { recursive: true });
      writeFileSync(KEPT, JSON.stringify({ name, port }));
      console.log(`kept for another run: ${this.shop.url}, environment ${name}`);
      return;
    }
    rmSync(KEPT, { force: true });
    await this.walking?.shop.remove();
  }

  /** Brings the shop to the beginning of a chapter, where it is not there already. */
  async enter(chapter: Chapter): Promise<void> {
    await this.watch?.end();
    this.watch = new PageWatch(`http://127.0.0.1:${this.shop.environment.livePort}`);
    const isFirst = chapter === this.chapters[0];
    const isThere = isFirst ? chapter.number === 1 && !this.wasKept : !this.isLost;
    if (isThere && this.follows(chapter)) return;
    this.isLost = false;
    const flags = chapter.number === 1 ? ["--yes"] : [];
    console.log(await this.shop.run("workshop", "start", `${chapter.number}`, ...flags));
    await this.shop.run("observe");
  }

  /** Types a block, with shoppers in the shop as soon as there is one. */
  async type({ file }: Chapter, { command, line, expected }: Block): Promise<void> {
    const { terminal, shop } = this.begun;
    const expectation = readExpectation(expected, {
      SHOP: shop.url.replace("127.0.0.1", "localhost"),
    });
    await this.welcomeShoppers();
    const begin = Date.now();
    try {
      const typed = await terminal.type(command, BLOCK_MS);
      if (/^npm run (promote|drill)\b/m.test(command)) console.log(measuredIn(typed.output));
      const differences = differencesFrom(expectation, typed);
      const where = `${file}:${line}: ${differences.join("; ")}; it printed:\n${typed.output}`;
      expect(differences, where).toEqual([]);
    } catch (error) {
      this.isLost = true;
      throw error;
    } finally {
      if (expectation.mayFail) this.outages.push({ begin: begin - 1000, end: Date.now() });
    }
    await this.welcomeShoppers();
  }

  /** Has the shoppers leave, and compares what they know of their orders with the shop's books. */
  async closeBooks(): Promise<void> {
    const record = await this.load?.stop();
    this.load = undefined;
    if (!record) throw new Error("nobody shopped in this chapter: the shop has not answered");
    this.records.push(record);
    const failures = record.samples.filter(
      ({ failure, plannedAt, milliseconds }) =>
        failure !== undefined &&
        !this.outages.some(
          ({ begin, end }) => plannedAt <= end && plannedAt + milliseconds >= begin,
        ),
    );
    expect(failures.map(({ kind, failure }) => `${kind}: ${failure}`)).toEqual([]);
    await this.expectBooksWhole([record]);
  }

  /** The servers that the live page has shown in a phase since the chapter began. */
  serversSeen(phase: Phase): string[] {
    return this.watch?.serversSeen(phase) ?? [];
  }

  /** Every order of every chapter, looked up where the walk has come to. */
  async expectAllBooksWhole(): Promise<void> {
    await this.expectBooksWhole(this.records);
  }

  private async expectBooksWhole(records: readonly LoadRecord[]): Promise<void> {
    const verdicts: Verdict[] = [];
    const target = await targetIn(this.shop.environment);
    for (const { ledger } of records) verdicts.push(await judge(target, ledger));
    const orders = verdicts.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    const requests = records.reduce((sum, { samples }) => sum + samples.length, 0);
    console.log(`${requests} requests, ${orders} orders acknowledged, looked up in both books`);
    expect(verdicts).toEqual(verdicts.map(() => expect.objectContaining({ isWhole: true })));
    expect(orders).toBeGreaterThan(0);
  }

  private async welcomeShoppers(): Promise<void> {
    if (this.load) return;
    const answer = await this.shop.get("/readyz").catch(() => undefined);
    if (answer?.status !== 200) return;
    const target = await targetIn(this.shop.environment);
    this.load = startLoad(target, { rate: RATE, seed: this.records.length + 1 });
  }

  private get begun(): { readonly shop: Shop; readonly terminal: Terminal } {
    if (!this.walking) throw new Error("the walk has not begun: call begin() first");
    return this.walking;
  }

  private follows({ number }: Chapter): boolean {
    const place = this.chapters.findIndex((each) => each.number === number);
    return number === 1 || this.chapters[place - 1]?.number === number - 1;
  }

  /** A part of the chapters continues with what an earlier run has kept. */
  private keptShop(): Shop | undefined {
    if (this.wishes.stages.length === 0 || !existsSync(KEPT)) return undefined;
    this.wasKept = true;
    const { name, port } = JSON.parse(readFileSync(KEPT, "utf8")) as { name: string; port: number };
    return Shop.at(name, port);
  }
}

/** The lines of a promotion or drill that say what it measured. */
function measuredIn(output: string): string {
  const lines = output.split("\n");
  return lines.filter((line) => /^(step|…|\S+ → | {4,}\S)/.test(line)).join("\n");
}
