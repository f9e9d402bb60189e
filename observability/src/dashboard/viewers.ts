/** A visible page polls every two seconds at least. */
const GONE_AFTER_MS = 10_000;
const MAX_VIEWERS = 1000;

/** Counts the viewers of the page. */
export class Viewers {
  private readonly seenAt = new Map<string, number>();

  constructor(private readonly now = () => performance.now()) {}

  /** Records a poll by a viewer. */
  see(viewer: string): void {
    this.expire();
    if (this.seenAt.size < MAX_VIEWERS || this.seenAt.has(viewer))
      this.seenAt.set(viewer, this.now());
  }

  /** The number of viewers in the last ten seconds. */
  get count(): number {
    this.expire();
    return this.seenAt.size;
  }

  private expire(): void {
    const oldest = this.now() - GONE_AFTER_MS;
    for (const [viewer, at] of this.seenAt) if (at < oldest) this.seenAt.delete(viewer);
  }
}
