import { Testing } from "cdktf";
import { expect } from "vitest";

interface CdktfMatchers {
  toHaveResource(type: { readonly tfResourceType: string }): void;
  /** @param properties in snake case, as in the JSON */
  toHaveResourceWithProperties(
    type: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): void;
  /** Whether a stage runs that server, in a container with these properties (in snake case). */
  toRunServer(name: string, properties?: Record<string, unknown>): void;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the signature of the interface that is extended
  interface Matchers<T = any> extends CdktfMatchers {}
}

// cdktf's matchers for Jest look for a global `expect`
Object.assign(globalThis, { expect });
Testing.setupJest();

expect.extend({
  toRunServer(json: string, name: string, properties: Record<string, unknown> = {}) {
    const containers: Record<string, object> = JSON.parse(json).resource?.docker_container ?? {};
    const container = containers[name];
    const pass =
      container !== undefined && this.equals(container, expect.objectContaining(properties));
    return {
      pass,
      message: () =>
        container
          ? `server ${name} is ${this.utils.stringify(container)}, looked for ${this.utils.stringify(properties)}`
          : `there is no server ${name}, only ${Object.keys(containers).join(", ")}`,
    };
  },
});
