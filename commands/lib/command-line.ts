import type { Environment } from "../../environment.ts";

/** What has to stand before a command for it to mean this environment. */
export function variablesOf({ name, port }: Environment): string {
  const environment = name === "shop" ? "" : `BLUEPRINT_ENVIRONMENT=${name} `;
  return `${environment}${port === 8080 ? "" : `BLUEPRINT_PORT=${port} `}`;
}
