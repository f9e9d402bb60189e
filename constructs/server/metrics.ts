/** The scrape interval of metrics that show a fault: alerts and the live page wait for them. */
export const FAST_SCRAPE_INTERVAL = "5s";

/** The port on which programs expose metrics that choose none themselves. */
export const PROGRAM_METRICS = { port: 9100 };
