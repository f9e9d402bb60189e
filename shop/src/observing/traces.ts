import type { Part, Step } from "./step.ts";

const mostTraces = 1000;
const mostSteps = 200;

/** What a trace's part in this process begins with. */
export type PartOptions = Omit<Part, "clock" | "end">;

/**
 * Passes on the steps of traces that are sampled, and holds those of the others until this process's
 * first step of the trace ends: then they are passed on if one of them has failed, and else dropped.
 * Of more than a thousand traces at once the oldest are dropped, of more than 200 steps of one the first.
 */
export class Traces {
  private readonly underway = new Set<HeldPart>();

  /** @param keep makes a step that has ended known */
  constructor(private readonly keep: (step: Step) => void) {}

  begin(options: PartOptions): Part {
    const clock = Date.now() - performance.now();
    if (options.isSampled) return { ...options, clock, end: this.keep };
    const part = new HeldPart(options, clock, this.keep, this.underway);
    this.underway.add(part);
    if (this.underway.size > mostTraces) {
      const [oldest] = this.underway;
      oldest?.drop();
    }
    return part;
  }
}

class HeldPart implements Part {
  readonly isSampled = false;
  readonly traceId: string;
  readonly parentId?: string;
  private steps: Step[] = [];
  private hasFailed = false;
  private isOver = false;

  constructor(
    { traceId, parentId }: PartOptions,
    readonly clock: number,
    private readonly keep: (step: Step) => void,
    private readonly underway: Set<HeldPart>,
  ) {
    this.traceId = traceId;
    this.parentId = parentId;
  }

  end(step: Step): void {
    this.steps.push(step);
    if (this.steps.length > mostSteps) this.steps.shift();
    if (step.failure !== undefined) this.hasFailed = true;
    if (step.within === undefined) this.isOver = this.underway.delete(this) || this.isOver;
    if (this.isOver) this.decide();
  }

  drop(): void {
    this.isOver = true;
    this.steps = [];
    this.underway.delete(this);
  }

  private decide(): void {
    if (this.hasFailed) for (const step of this.steps) this.keep(step);
    this.steps = [];
  }
}
