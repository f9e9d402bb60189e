/** Limits of a host. Sizes are small, so that the effect of a stage shows on a laptop. */
export class Size {
  /** The minimum for an application's server: four of them fit on two cores beside all else. */
  static readonly LEAST = new Size("least", 0.08, 256);
  /** Little CPU time for its memory: two app servers saturate before a laptop's cores do. */
  static readonly LEAN = new Size("lean", 0.15, 256);
  /** Three times `LEAN`, for three servers on one host. */
  static readonly SHARED = new Size("shared", 0.45, 768);
  /** For probes and for proxies with few clients. */
  static readonly NANO = new Size("nano", 0.25, 64);
  /** For load balancers, web servers and caches. */
  static readonly MICRO = new Size("micro", 0.5, 128);
  /** For workers and CDN edges. */
  static readonly SMALL = new Size("small", 0.5, 256);
  /** For databases and queues. */
  static readonly MEDIUM = new Size("medium", 1, 512);

  /** The size with these limits; undefined if there is none. */
  static tryFind(cpus: number, memoryMiB: number): Size | undefined {
    return Object.values(Size).find(
      (size: Size) => size.cpus === cpus && size.memoryMiB === memoryMiB,
    );
  }

  /** How many threads can use its CPU time at once. */
  get threads(): number {
    return Math.ceil(this.cpus);
  }

  private constructor(
    /** The name in reports and pictures: `micro`. */
    readonly name: string,
    /** CPU time in cores. */
    readonly cpus: number,
    /** Memory in MiB. */
    readonly memoryMiB: number,
  ) {}
}
