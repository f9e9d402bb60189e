/**
 * The servers that the shop brings itself, by their role, with the roles of their clients: those of
 * the first one that a stage has.
 */
export const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  "payment-provider": ["worker", "app"],
};
