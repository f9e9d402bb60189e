/** The scrape interval of metrics that show a fault: alerts and the live page wait for them. */
export const FAST_SCRAPE_INTERVAL = "5s";

/** The port of the shop's own programs for it. */
export const SHOP = { port: 9100 };
