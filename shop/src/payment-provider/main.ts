import { listenNames, number } from "../../../programs/environment.ts";
import { listen } from "../../../programs/listen.ts";
import { Log } from "../../../programs/log.ts";
import { readObserving } from "../observing/settings.ts";
import { startObserving } from "../observing/start.ts";
import { Book } from "./book.ts";
import { createPaymentProvider } from "./server.ts";

async function main(): Promise<void> {
  const { env } = process;
  if (!env.BOOK) throw new Error("BOOK is not set: name the file that keeps the charges");
  const serverName = env.SERVER_NAME ?? "payment-provider";
  const log = new Log(serverName);
  const observing = { ...readObserving(env), role: "payment-provider", serverName, log } as const;
  const flushSpans = startObserving(observing);
  const app = createPaymentProvider({
    book: await Book.open(env.BOOK),
    refusalShare: number(env, "REFUSAL_SHARE", 0.02, 1),
    modeFile: env.MODE_FILE ?? "/tmp/mode",
    log,
  });
  await app.ready();

  const servers = await listen(
    listenNames(env.LISTEN),
    number(env, "PORT", 4000, 65_535),
    app.routing,
  );
  const stop = () => {
    let open = servers.length;
    for (const server of servers) {
      server.close(() => --open === 0 && flushSpans().finally(() => process.exit(0)));
      server.closeIdleConnections();
    }
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
