/**
 * What stages and applications are written with. API.md is generated from it. An `application.ts`
 * imports `defineApplication` from `app/application.ts`, since this module loads cdktf.
 */

export { Size } from "../architecture/size.ts";
export { AdminProxy, type AdminProxyProps } from "./admin-proxy/admin-proxy.ts";
export { AppTier, type AppTierProps } from "./app/app-tier.ts";
export * from "./app/application.ts";
export type * from "./app/faults.ts";
export type * from "./app/load.ts";
export { ProgramTier, type ProgramTierProps } from "./app/program-tier.ts";
export * from "./app/promises.ts";
export { WorkerTier, type WorkerTierProps } from "./app/worker-tier.ts";
export { Cache, type CacheProps } from "./cache/cache.ts";
export { Cdn, type CdnProps } from "./cdn/cdn.ts";
export { Blueprint } from "./core/blueprint.ts";
export { Image } from "./core/image.ts";
export { Secret } from "./core/secret.ts";
export { Stage } from "./core/stage.ts";
export { Database, type DatabaseProps } from "./database/database.ts";
export { FileServer, type FileServerProps } from "./file-server/file-server.ts";
export { LoadBalancer, type LoadBalancerProps } from "./load-balancer/load-balancer.ts";
export { Alertmanager } from "./observability/alertmanager/alertmanager.ts";
export { Probe, type ProbeProps } from "./observability/blackbox/probe.ts";
export {
  Collector,
  type CollectorProps,
  type ObservedEnvironment,
} from "./observability/collector/collector.ts";
export { Dashboard, type DashboardProps } from "./observability/dashboard/dashboard.ts";
export { LogStore } from "./observability/log-store/log-store.ts";
export { Observability, type ObservabilityProps } from "./observability/observability.ts";
export { Prometheus, type PrometheusProps } from "./observability/prometheus/prometheus.ts";
export type { Thresholds } from "./observability/thresholds.ts";
export { Traces, type TracesProps } from "./observability/traces/traces.ts";
export { PublicAddress, type PublicAddressProps } from "./public-address/public-address.ts";
export { Queue, type QueueProps } from "./queue/queue.ts";
export { httpCheck } from "./server/health-check.ts";
export { Host, type HostProps } from "./server/host.ts";
export type * from "./server/interfaces.ts";
export { PROGRAM_METRICS } from "./server/metrics.ts";
export type { Monitoring } from "./server/monitoring.ts";
export { PrivateNetwork, type PrivateNetworkProps } from "./server/private-network.ts";
export { Replacement, type ReplacementOptions } from "./server/replacement.ts";
export type { Self } from "./server/self.ts";
export { Server, type ServerProps } from "./server/server.ts";
export type { HostPath } from "./server/specification.ts";
export { Tier } from "./server/tier.ts";
export { WebTier, type WebTierProps } from "./web/web-tier.ts";
