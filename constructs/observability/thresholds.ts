/** The thresholds of alerts. */
export interface Thresholds {
  /** `QueueGrowing`: the maximum number of messages that wait in a queue. @default 100 */
  readonly queueLength?: number;
  /** `ReplicationLag`: the maximum lag of a replica behind the primary. @default 16 */
  readonly replicationLagMiB?: number;
  /** `MemoryNearLimit`: the maximum share of its memory that a server uses, from 0 to 1. @default 0.9 */
  readonly memoryShare?: number;
  /** `DiskNearlyFull`: the minimum free space on the Docker host's disk. @default 1024 */
  readonly freeDiskMiB?: number;
  /** `CacheHitRatioFallen`: the minimum hit ratio of a cache, as a share of its best one, from 0 to 1. @default 0.5 */
  readonly hitRatioShare?: number;
  /** `CertificateNearEnd`: the minimum number of days until a certificate expires. @default 14 */
  readonly certificateDays?: number;
}

/** The default thresholds. */
export const THRESHOLDS: Required<Thresholds> = {
  queueLength: 100,
  replicationLagMiB: 16,
  memoryShare: 0.9,
  freeDiskMiB: 1024,
  hitRatioShare: 0.5,
  certificateDays: 14,
};
