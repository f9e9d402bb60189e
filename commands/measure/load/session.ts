import type { Answer, PlannedRequest, Step, Visitor, Write } from "../../../constructs/app/load.ts";
import { type Client, Failure } from "./client.ts";
import type { Clock } from "./clock.ts";
import { Cookies } from "./cookies.ts";
import type { Ledger } from "./ledger.ts";
import type { Recorder } from "./recorder.ts";

/** What all sessions of a load share. */
export interface Market extends Pick<Visitor, "newKey" | "shared"> {
  readonly client: Client;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly ledger: Ledger;
}

/**
 * Runs the steps of a session, each at its time or, where the one before took longer, right after it.
 * @param arrivedAt in milliseconds since 1970
 */
export async function runSession(
  market: Market,
  arrivedAt: number,
  steps: readonly Step[],
): Promise<void> {
  const cookies = new Cookies();
  for (const step of steps) {
    const plannedAt = arrivedAt + step.at;
    if (!(await market.clock.until(plannedAt))) return;
    await step.run(new StepVisitor(market, cookies, plannedAt));
  }
}

class StepVisitor implements Visitor {
  constructor(
    private readonly market: Market,
    private readonly cookies: Cookies,
    private readonly plannedAt: number,
  ) {}

  get shared(): Map<string, string> {
    return this.market.shared;
  }

  newKey(): string {
    return this.market.newKey();
  }

  request(kind: string, request: PlannedRequest): Promise<Answer | undefined> {
    const { afterMs, expected = 200 } = request;
    return this.record(kind, afterMs, async () => {
      const answer = await this.market.client.send(request, this.cookies.header);
      if (answer.status !== expected) throw new Failure(`answered ${answer.status}`);
      this.cookies.take(answer);
      return answer;
    });
  }

  async write(kind: string, write: Write): Promise<string | undefined> {
    const { client, ledger } = this.market;
    const { key, mustBeRefused, afterMs = 0, againAfterMs } = write;
    // The repetition is the same request: it does not wait for the first answer's cookies.
    const { header } = this.cookies;
    const send = (after: number) =>
      this.record(kind, after, async () => {
        ledger.send(key, mustBeRefused);
        const answer = await client.send(write, header);
        const id = enter(ledger, write, answer);
        this.cookies.take(answer);
        return id;
      });
    const again = againAfterMs === undefined ? [] : [afterMs + againAfterMs];
    const ids = await Promise.all([afterMs, ...again].map(send));
    return ids.find((id) => id !== undefined);
  }

  skip(kind: string, count = 1): void {
    this.market.recorder.skip(kind, count);
  }

  /** Does nothing where the load ends before the planned time. */
  private async record<T>(
    kind: string,
    afterMs = 0,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    const { clock, recorder } = this.market;
    const plannedAt = this.plannedAt + afterMs;
    return (await clock.until(plannedAt)) ? recorder.record(kind, plannedAt, work) : undefined;
  }
}

/**
 * Enters the answer to a write into the ledger, and returns the write's id. Throws `Failure` where it
 * is not the answer that the write has to get.
 */
function enter(ledger: Ledger, write: Write, answer: Answer): string | undefined {
  const { key, mustBeRefused, idIn = () => (isDone(answer) ? key : undefined) } = write;
  const { status } = answer;
  const id = idIn(answer);
  if (mustBeRefused) {
    if (status === 400 || status === 422) return ledger.refuse(key);
    throw new Failure(id ? "accepted, and it has to be refused" : `answered ${status}`);
  }
  if (id) ledger.acknowledge(key, id);
  else if (status >= 400 && status < 500) ledger.refuse(key);
  if (!id) throw new Failure(`answered ${status}`);
  return id;
}

function isDone({ status }: Answer): boolean {
  return (status >= 200 && status <= 204) || status === 303;
}
