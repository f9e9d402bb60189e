import type { Answer, PlannedRequest, Step, Visitor, Write } from "../../../constructs/app/load.ts";
import { type Client, Failure } from "./client.ts";
import type { Clock } from "./clock.ts";
import { Cookies } from "./cookies.ts";
import type { Ledger } from "./ledger.ts";
import type { Recorder } from "./recorder.ts";

/** The context that all sessions of a load share. */
export interface SessionContext extends Pick<Visitor, "newKey" | "shared"> {
  readonly client: Client;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly ledger: Ledger;
}

/**
 * Runs the steps of a session, each at its time, or when the one before has ended.
 * @param arrivedAt in milliseconds since 1970
 */
export async function runSession(
  context: SessionContext,
  arrivedAt: number,
  steps: readonly Step[],
): Promise<void> {
  const cookies = new Cookies();
  for (const step of steps) {
    const plannedAt = arrivedAt + step.at;
    if (!(await context.clock.until(plannedAt))) return;
    await step.run(new StepVisitor(context, cookies, plannedAt));
  }
}

class StepVisitor implements Visitor {
  constructor(
    private readonly context: SessionContext,
    private readonly cookies: Cookies,
    private readonly plannedAt: number,
  ) {}

  get shared(): Map<string, string> {
    return this.context.shared;
  }

  newKey(): string {
    return this.context.newKey();
  }

  request(kind: string, request: PlannedRequest): Promise<Answer | undefined> {
    const { afterMs, expected = 200 } = request;
    return this.record(kind, afterMs, async () => {
      const answer = await this.context.client.send(request, this.cookies.header);
      if (answer.status !== expected) throw new Failure(`answered ${answer.status}`);
      this.cookies.take(answer);
      return answer;
    });
  }

  async write(kind: string, write: Write): Promise<string | undefined> {
    const { client, ledger } = this.context;
    const { key, mustBeRefused, afterMs = 0, againAfterMs } = write;
    // the duplicate is the same request: it does not wait for the first response's cookies
    const { header } = this.cookies;
    const send = (after: number) =>
      this.record(kind, after, async () => {
        ledger.send(key, mustBeRefused);
        const answer = await client.send(write, header);
        const id = recordResponse(ledger, write, answer);
        this.cookies.take(answer);
        return id;
      });
    const duplicate = againAfterMs === undefined ? [] : [afterMs + againAfterMs];
    const ids = await Promise.all([afterMs, ...duplicate].map(send));
    return ids.find((id) => id !== undefined);
  }

  skip(kind: string, count = 1): void {
    this.context.recorder.skip(kind, count);
  }

  /** Does nothing if the load ends before the planned time. */
  private async record<T>(
    kind: string,
    afterMs = 0,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    const { clock, recorder } = this.context;
    const plannedAt = this.plannedAt + afterMs;
    return (await clock.until(plannedAt)) ? recorder.record(kind, plannedAt, work) : undefined;
  }
}

/**
 * Records the response to a write in the ledger, and returns the write's id. Throws `Failure` if
 * the response is not the expected one.
 */
function recordResponse(ledger: Ledger, write: Write, answer: Answer): string | undefined {
  const { key, mustBeRefused, idIn = () => (isDone(answer) ? key : undefined) } = write;
  const { status } = answer;
  const id = idIn(answer);
  if (mustBeRefused) {
    if (status === 400 || status === 422) return ledger.refuse(key);
    throw new Failure(id ? "accepted, and must be refused" : `answered ${status}`);
  }
  if (id) ledger.acknowledge(key, id);
  else if (status >= 400 && status < 500) ledger.refuse(key);
  if (!id) throw new Failure(`answered ${status}`);
  return id;
}

function isDone({ status }: Answer): boolean {
  return (status >= 200 && status <= 204) || status === 303;
}
