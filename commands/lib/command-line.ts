import { defaultName, type Environment } from "../../environment.ts";

/** Returns the variables to put before a command so that it applies to this environment. */
export function variablesOf({ name, application, port, otlpEndpoint }: Environment): string {
  return [
    application === undefined ? "" : `BLUEPRINT_APPLICATION=${application} `,
    name === defaultName(application) ? "" : `BLUEPRINT_ENVIRONMENT=${name} `,
    port === 8080 ? "" : `BLUEPRINT_PORT=${port} `,
    // the stages refuse one with a password, which is not to be printed
    otlpEndpoint === undefined || otlpEndpoint.includes("@")
      ? ""
      : `OTEL_EXPORTER_OTLP_ENDPOINT=${otlpEndpoint} `,
  ].join("");
}
