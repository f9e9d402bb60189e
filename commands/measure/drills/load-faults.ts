import { readApplication } from "../../lib/application.ts";
import type { Fault } from "./fault.ts";
import { faultsOf } from "./faults.ts";

/** All faults of the blueprint and its application, in the order of reports. */
export async function loadFaults(): Promise<readonly Fault[]> {
  const application = await readApplication();
  return faultsOf(application, await application.faults?.());
}
