import { join } from "node:path";
import { listen } from "../../../programs/listen.ts";
import { Log } from "../../../programs/log.ts";
import { readConfiguration } from "./configuration.ts";
import { Metrics } from "./metrics.ts";
import { createHandler } from "./server.ts";
import { Database } from "./store/database.ts";
import { Keeper } from "./store/keeper.ts";
import { Rsyslog } from "./store/rsyslog.ts";
import { search } from "./store/search.ts";

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { folder, mostBytes, serverName, pidFile } = configuration;
  const log = new Log(serverName);
  const database = await Database.open(join(folder, "temporary"));
  const metrics = new Metrics(serverName, folder, mostBytes);
  const handler = createHandler({
    search: (query) => search(database, folder, query),
    metrics,
    log,
  });

  await listen(configuration.listen, configuration.port, handler);
  const rsyslog = new Rsyslog(pidFile);
  void new Keeper({ ...configuration, database, rsyslog, log }).run();

  // What was begun is found at the next start: nothing has to be finished.
  process.once("SIGTERM", () => process.exit(0));
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
