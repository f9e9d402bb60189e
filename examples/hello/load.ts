import type { Load, Step, Visitor } from "../../constructs/app/load.ts";

/** A browser fetches the page's file so many milliseconds after the page. */
const FILE_MS = 150;
const THINKING_MS = { least: 300, most: 1500 };

/** Visitors look at the pages, and half of them leave a note and look at it. */
const load: Load = {
  kinds: { visit: "writes", file: "files", notes: "pages", note: "writes", "own note": "writes" },
  longestSessionMs: FILE_MS + 2 * THINKING_MS.most,

  plan(random, onlyReads) {
    let at = 0;
    const steps: Step[] = [];
    const then = (afterMs: number, run: Step["run"]) => {
      at += afterMs;
      steps.push({ at, requests: 1, run });
    };
    const { least, most } = THINKING_MS;
    const think = () => least + Math.floor(random() * (most - least));

    then(0, (visitor) => visitor.request("visit", { path: "/" }));
    then(FILE_MS, (visitor) => visitor.request("file", { path: "/static/hello.css" }));
    if (onlyReads || random() < 0.5) {
      then(think(), (visitor) => visitor.request("notes", { path: "/notes" }));
      return steps;
    }
    let id: string | undefined;
    then(think(), async (visitor) => {
      id = await leaveNote(visitor);
    });
    then(think(), async (visitor) => {
      if (id === undefined) visitor.skip("own note");
      else await visitor.request("own note", { path: `/notes/${id}` });
    });
    return steps;
  },

  writes: {
    one: "note",
    many: "notes",
    promise: "stored once, and processed",
    lookUp: async (access) => {
      const rows = await access.query("SELECT text, id, processed FROM notes");
      return {
        stored: rows.map(([key = "", id = "", processed]) => ({
          key,
          id,
          isPending: processed !== "t",
        })),
      };
    },
  },
};

export default load;

/** Sends a note, which is not repeated: another request makes another note. */
function leaveNote(visitor: Visitor): Promise<string | undefined> {
  const key = visitor.newKey();
  return visitor.write("note", {
    key,
    path: "/notes",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ text: key }).toString(),
    idIn: ({ status, headers }) =>
      status === 201 ? `${headers.location}`.match(/\/notes\/(\d+)$/)?.[1] : undefined,
  });
}
