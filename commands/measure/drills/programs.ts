import type { Application } from "../../../constructs/app/application.ts";
import type { Faults, Notice } from "../../../constructs/app/faults.ts";

/** What the blueprint's faults have to know of the application's programs. */
export interface Programs {
  /** The roles of the servers that consume its queues. */
  readonly workers: readonly string[];
  /**
   * Returns what they print when a service fails; undefined if they print nothing.
   * @param service its name, such as `DATABASE`
   */
  readonly notice: (service: string) => Notice | undefined;
}

export function programsOf(
  { workers = {} }: Pick<Application, "workers">,
  { notices = {} }: Pick<Faults, "notices">,
): Programs {
  const roles = Object.keys(workers);
  const notice = (service: string) => {
    const line = notices[service];
    return line && { roles: ["app", ...roles], line };
  };
  return { workers: roles, notice };
}
