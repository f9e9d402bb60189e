import { createContext } from "preact";

/**
 * Whether the page shows the running containers of any stage (`npm run observe`): then there are no
 * traces and no delivered alerts.
 */
export const IsLive = createContext(false);
