import { gzipSync } from "node:zlib";
import { median } from "../bench/result.ts";

const rows = Array.from({ length: 300 }, (_, i) => ({ id: i, name: `row ${i}`, share: i / 300 }));

/** A fixed piece of work, of the kind that servers do: JSON and compression. */
function work(): void {
  for (let i = 0; i < 5; i++) JSON.parse(JSON.stringify(rows));
  gzipSync(JSON.stringify(rows));
}

const everyMs = 100;

/**
 * Does the work ten times a second, until the returned function is called.
 * @returns its median CPU time, in milliseconds: it shows how fast the machine was meanwhile
 */
export function startCalibration(): () => number {
  const costs: number[] = [];
  const timer = setInterval(() => {
    // not measured: how cold the caches are depends on the load, not on the machine's speed
    work();
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000);
  }, everyMs);
  return () => {
    clearInterval(timer);
    return median(costs);
  };
}

/** Compiles the work, so that Node's JIT compiler does not change its cost later. */
export function warmUpCalibration(): void {
  for (let i = 0; i < 500; i++) work();
}
