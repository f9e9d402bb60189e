/** Other servers, as metrics and traces call them. */
export type Peer = "database" | "database-replicas" | "cache" | "queue" | "payment-provider";
