/** What a host may use at the most. Sizes are small: a stage's effect shows on a laptop. */
export class Size {
  static readonly NANO = new Size("nano", 0.25, 64);
  static readonly MICRO = new Size("micro", 0.5, 128);
  static readonly SMALL = new Size("small", 0.5, 256);
  static readonly MEDIUM = new Size("medium", 1, 512);
  static readonly LARGE = new Size("large", 1.5, 768);

  private constructor(
    readonly name: string,
    /** CPU time in cores. */
    readonly cpus: number,
    readonly memoryMiB: number,
  ) {}
}
