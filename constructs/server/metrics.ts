/** The scrape interval of metrics that reveal faults, for alerts and the live page. */
export const FAST_SCRAPE_INTERVAL = "5s";

/** The metrics endpoint of the application's programs. */
export const PROGRAM_METRICS = { port: 9100 };
