import type { IncomingMessage } from "node:http";

/** `constraints: { form: true }` is a route for forms, with the URL of one for API clients. */
export const formConstraint = {
  name: "form",
  storage: () => {
    const handlers = new Map();
    return {
      get: (isForm: boolean) => handlers.get(isForm) ?? null,
      set: (isForm: boolean, handler: unknown) => void handlers.set(isForm, handler),
    };
  },
  deriveConstraint: ({ headers }: IncomingMessage) =>
    headers["content-type"]?.startsWith("application/x-www-form-urlencoded") || undefined,
};
