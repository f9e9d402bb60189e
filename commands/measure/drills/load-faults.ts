import { readApplication } from "../../lib/application.ts";
import type { Fault } from "./fault.ts";
import { faultsOf } from "./faults.ts";

/** All faults that can be made with the application that the stages carry, in the order of reports. */
export async function loadFaults(): Promise<readonly Fault[]> {
  const application = await readApplication();
  return faultsOf(application, await application.faults?.());
}
