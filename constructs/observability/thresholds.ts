/** From where on alerts fire. */
export interface Thresholds {
  /** `QueueGrowing`: messages that may wait in a queue. @default 100 */
  readonly queueLength?: number;
  /** `ReplicationLag`: how far a replica may be behind the primary. @default 16 */
  readonly replicationLagMiB?: number;
  /** `MemoryNearLimit`: the share of its memory that a server may use, from 0 to 1. @default 0.9 */
  readonly memoryShare?: number;
  /** `DiskNearlyFull`: what must be free on the Docker host's disk. @default 1024 */
  readonly freeDiskMiB?: number;
  /** `CacheHitRatioFallen`: the share of its best hit ratio that a cache must keep, from 0 to 1. @default 0.5 */
  readonly hitRatioShare?: number;
  /** `CertificateNearEnd`: days that a certificate must still be valid. @default 14 */
  readonly certificateDays?: number;
}

/** The thresholds that a stage has if it names no others. */
export const THRESHOLDS: Required<Thresholds> = {
  queueLength: 100,
  replicationLagMiB: 16,
  memoryShare: 0.9,
  freeDiskMiB: 1024,
  hitRatioShare: 0.5,
  certificateDays: 14,
};
