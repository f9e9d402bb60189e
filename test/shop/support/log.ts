import { Log } from "../../../programs/log.ts";

/** A log, and the events that were written to it. */
export function testLog(): { log: Log; logged: Record<string, unknown>[] } {
  const logged: Record<string, unknown>[] = [];
  const log = new (class extends Log {
    override write(event: Readonly<Record<string, unknown>>): void {
      logged.push(event);
    }
  })("test");
  return { log, logged };
}
