/** Another server: label `to` of metrics, `peer.service` of traces. */
export type Peer = "database" | "database-replicas" | "cache" | "queue" | "payment-provider";
