import type { Environment } from "../../environment.ts";

/** Returns the variables to put before a command so that it applies to this environment. */
export function variablesOf({ name, port }: Environment): string {
  const environment = name === "shop" ? "" : `BLUEPRINT_ENVIRONMENT=${name} `;
  return `${environment}${port === 8080 ? "" : `BLUEPRINT_PORT=${port} `}`;
}
