import { createContext } from "preact";

/**
 * Whether the page shows what runs at the moment, beside whatever stage that is: then there are no
 * traces, and alerts are delivered to nobody.
 */
export const IsLive = createContext(false);
