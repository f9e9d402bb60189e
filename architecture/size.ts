/** What a host may use at the most. Sizes are small: a stage's effect shows on a laptop. */
export class Size {
  /** As little as a server of the shop can live on: four of them fit beside all else into two cores. */
  static readonly LEAST = new Size("least", 0.08, 256);
  /** Less CPU time than its memory suggests: two app servers are full before a laptop's cores are. */
  static readonly LEAN = new Size("lean", 0.15, 256);
  /** As much as three lean machines, for three servers. */
  static readonly SHARED = new Size("shared", 0.45, 768);
  static readonly NANO = new Size("nano", 0.25, 64);
  static readonly MICRO = new Size("micro", 0.5, 128);
  static readonly SMALL = new Size("small", 0.5, 256);
  static readonly MEDIUM = new Size("medium", 1, 512);

  /** The size of a machine that may use that much; undefined if there is none of that kind. */
  static tryFind(cpus: number, memoryMiB: number): Size | undefined {
    return Object.values(Size).find(
      (size: Size) => size.cpus === cpus && size.memoryMiB === memoryMiB,
    );
  }

  private constructor(
    readonly name: string,
    /** CPU time in cores. */
    readonly cpus: number,
    readonly memoryMiB: number,
  ) {}
}
