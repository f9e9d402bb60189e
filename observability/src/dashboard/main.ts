import { join } from "node:path";
import { listen } from "../../../programs/listen.ts";
import { AlertFile } from "./alerts/alert-file.ts";
import { AlertReceiver } from "./alerts/receiver.ts";
import { readConfiguration } from "./configuration.ts";
import { Prometheus } from "./prometheus.ts";
import { createDashboard } from "./server.ts";

async function main(): Promise<void> {
  const { listen: names, port, ...configuration } = readConfiguration(process.env);
  const app = createDashboard({
    ...configuration,
    prometheus: new Prometheus(configuration.prometheusUrl),
    receiver: await AlertReceiver.open(new AlertFile(configuration.alertsFile)),
    pages: join(import.meta.dirname, "public"),
  });
  await app.ready();

  const servers = await listen(names, port, app.routing);
  const stop = () => {
    let open = servers.length;
    for (const server of servers) {
      server.close(() => --open === 0 && process.exit(0));
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
