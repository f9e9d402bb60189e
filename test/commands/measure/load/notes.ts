import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "vitest";
import type { Load, Step, Write } from "../../../../constructs/app/load.ts";

/** The load of an application that stores notes, without an idempotency key. */
export function notesLoad(change: Partial<Write> = {}): Load {
  return {
    kinds: { page: "pages", note: "writes" },
    longestSessionMs: 500,
    plan: (random, onlyReads) => {
      const page: Step = {
        at: 0,
        requests: 1,
        run: (visitor) => visitor.request("page", { path: "/" }),
      };
      const note: Step = {
        at: 100 + Math.floor(random() * 400),
        requests: change.againAfterMs === undefined ? 1 : 2,
        run: (visitor) => {
          const key = visitor.newKey();
          const body = JSON.stringify({ text: key });
          return visitor.write("note", { key, path: "/notes", method: "POST", body, ...change });
        },
      };
      return onlyReads ? [page] : [page, note];
    },
    writes: { one: "note", many: "notes", lookUp: async () => ({ stored: [] }) },
  };
}

/** Such an application: it keeps the text of each note, and the cookie that came with it. */
export async function openNotes(
  onTestFinished: TestContext["onTestFinished"],
  before: (path: string) => Promise<number | undefined> = async () => undefined,
) {
  const notes: { readonly text: string; readonly cookie?: string }[] = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    let body = "";
    for await (const chunk of request) body += chunk;
    const status = await before(request.url ?? "/");
    if (status) response.writeHead(status).end();
    else if (request.method === "GET") response.setHeader("set-cookie", "visitor=1").end("<p>");
    else {
      notes.push({ ...JSON.parse(body), cookie: request.headers.cookie });
      response.writeHead(303, { location: "/", "set-cookie": "visitor=" }).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, notes, requests: () => requests, close };
}

/** Waits as long as somebody holds the gate shut. */
export class Gate {
  private shutUntil = 0;

  shut(milliseconds: number): void {
    this.shutUntil = performance.now() + milliseconds;
  }

  async pass(): Promise<void> {
    await sleep(Math.max(0, this.shutUntil - performance.now()));
  }
}
