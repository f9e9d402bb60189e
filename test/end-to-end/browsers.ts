import { Agent, request } from "undici";
import { visitAtRate } from "./rate.ts";

/** What browsers met. */
export interface Browsing {
  readonly pages: number;
  /** How many files came with each value of `X-Cache`. */
  readonly files: Readonly<Record<string, number>>;
  /** Answers other than 200 and connections that broke, each as a sentence. */
  readonly failures: string[];
}

/**
 * Visitors come at a constant rate until `during` is done. Each one opens a page of the catalogue and
 * then a product, in a browser whose cache is empty: it fetches each file that a page names, once.
 */
export async function browseDuring(
  url: string,
  visitorsPerSecond: number,
  during: (pages: () => number) => Promise<unknown>,
): Promise<Browsing> {
  const agent = new Agent({ connections: 256, pipelining: 1, headersTimeout: 30_000 });
  const failures: string[] = [];
  const files: Record<string, number> = {};
  let pages = 0;

  const get = async (path: string, encoding = "gzip") => {
    const begin = performance.now();
    try {
      const answer = await request(`${url}${path}`, {
        headers: { accept: "text/html,*/*", "accept-encoding": encoding },
        dispatcher: agent,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
      return { text, cache: `${answer.headers["x-cache"]}` };
    } catch (error) {
      failures.push(`GET ${path} after ${Math.round(performance.now() - begin)} ms: ${error}`);
      return undefined;
    }
  };

  const visit = async (number: number) => {
    const has = new Set<string>();
    for (const path of [`/products?page=${1 + (number % 9)}`, `/products/${1 + (number % 200)}`]) {
      const page = await get(path, "identity");
      pages++;
      const missing = filesOf(page?.text ?? "").filter((file) => !has.has(file));
      for (const file of missing) has.add(file);
      const answers = await Promise.all(missing.map((file) => get(file)));
      for (const answer of answers) {
        if (answer) files[answer.cache] = (files[answer.cache] ?? 0) + 1;
      }
    }
  };

  await visitAtRate(visitorsPerSecond, visit, () => during(() => pages)).finally(() =>
    agent.close(),
  );
  return { pages, files, failures };
}

/** The files that a page names, each once. */
export function filesOf(page: string): string[] {
  return [...new Set(page.match(/\/static\/[\w./-]+/g) ?? [])];
}
