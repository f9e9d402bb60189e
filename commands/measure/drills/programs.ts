import type { Application } from "../../../constructs/app/application.ts";
import type { Faults, Notice } from "../../../constructs/app/faults.ts";

/** The application's programs, as the blueprint's faults need them. */
export interface Programs {
  /** The roles of the servers that consume its queues. */
  readonly workers: readonly string[];
  /**
   * Returns the log line by which they report that a service fails; undefined without one.
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
