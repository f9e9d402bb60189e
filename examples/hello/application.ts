import { join } from "node:path";
import { defineApplication } from "../../constructs/app/application.ts";

const hello = import.meta.dirname;

/**
 * A page that counts visits, and notes that are processed in the background. It uses no cache, exposes
 * no metrics, and its `POST /notes` is not idempotent.
 */
export default defineApplication({
  name: "hello",
  image: join(hello, "image"),
  user: "hello",
  port: 8000,
  ready: "/readyz",
  queues: ["notes"],
  workers: { worker: { command: ["python3", "hello.py", "worker"] } },
  files: { folder: join(hello, "static") },
  load: () => import("./load.ts"),
});
