/** A page asks every two seconds, and more seldom where nobody sees it. */
const GONE_AFTER_MILLISECONDS = 10_000;
const MOST = 1000;

/** Counts who looks at the page. */
export class Viewers {
  private readonly seenAt = new Map<string, number>();

  constructor(private readonly now = () => performance.now()) {}

  /** Remembers that this viewer asked just now. */
  see(viewer: string): void {
    this.forget();
    if (this.seenAt.size < MOST || this.seenAt.has(viewer)) this.seenAt.set(viewer, this.now());
  }

  /** How many looked in the last ten seconds. */
  get count(): number {
    this.forget();
    return this.seenAt.size;
  }

  private forget(): void {
    const oldest = this.now() - GONE_AFTER_MILLISECONDS;
    for (const [viewer, at] of this.seenAt) if (at < oldest) this.seenAt.delete(viewer);
  }
}
