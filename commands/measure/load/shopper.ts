import { type Answer, type Client, Failure, type Question } from "./client.ts";
import type { Clock } from "./clock.ts";
import { Cookies } from "./cookies.ts";
import type { Kind } from "./kinds.ts";
import type { Ledger } from "./ledger.ts";
import { enter, keyIn, type Order, orderOfBrowser, orderOfProgram } from "./orders.ts";
import type { Recorder } from "./recorder.ts";
import { filesIn } from "./site.ts";
import { type Action, filesAfter, type OrderAction, type Visit } from "./walk.ts";

/** What all shoppers of a load share. */
export interface Market {
  readonly client: Client;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly ledger: Ledger;
  /** A key for an order of a program, another one each time. */
  readonly newKey: () => string;
  /** Where files are, by their names: known from any page that was answered. */
  readonly files: Map<string, string>;
}

/** Does a walk, each step at its time or, where the one before took longer, at once after it. */
export class Shopper {
  private readonly cookies = new Cookies();
  private cartCount = 0;
  private key: string | undefined;
  private orderId: string | undefined;

  constructor(
    private readonly market: Market,
    /** When it came, in milliseconds since 1970. */
    private readonly arrivedAt: number,
  ) {}

  async walk(visits: readonly Visit[]): Promise<void> {
    for (const visit of visits) {
      const plannedAt = this.arrivedAt + visit.at;
      if (!(await this.market.clock.until(plannedAt))) return;
      const page = await this.act(visit.action, plannedAt);
      if (visit.files.length > 0) this.fetchFiles(visit.files, page, plannedAt + filesAfter);
    }
  }

  /** Gives the page that was shown, if any. */
  private act(action: Action, plannedAt: number): Promise<string | undefined> {
    switch (action.kind) {
      case "catalogue":
      case "product":
        return this.get(action.kind, plannedAt, action.path, action.accept);
      case "cart":
        return action.add === undefined
          ? this.get("cart", plannedAt, "/cart")
          : this.addToCart(action.add, plannedAt);
      case "checkout":
        return this.checkOut(plannedAt);
      case "order":
      case "order to refuse":
        return this.order(action.kind, action, plannedAt);
      case "order status":
        return this.lookAtOrder(action.accept, plannedAt);
    }
  }

  private async get(
    kind: Kind,
    plannedAt: number,
    path: string,
    accept = "text/html",
  ): Promise<string | undefined> {
    const answer = await this.ask(kind, plannedAt, { path, headers: { accept } }, 200);
    return answer?.text;
  }

  private async addToCart(product: number, plannedAt: number): Promise<undefined> {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
    const body = `product=${product}&quantity=1`;
    const question = { path: "/cart", method: "POST", headers, body } as const;
    if (await this.ask("cart", plannedAt, question, 303)) this.cartCount += 1;
  }

  private async checkOut(plannedAt: number): Promise<string | undefined> {
    if (this.cartCount === 0) return this.skip("checkout");
    const page = await this.get("checkout", plannedAt, "/checkout");
    this.key = page && keyIn(page);
    return page;
  }

  private async order(
    kind: "order" | "order to refuse",
    { lines, again }: OrderAction,
    plannedAt: number,
  ): Promise<undefined> {
    const times = again === undefined ? [plannedAt] : [plannedAt, plannedAt + again];
    const key = lines ? this.market.newKey() : this.key;
    if (key === undefined) return this.skip(kind, times.length);
    const order = lines
      ? orderOfProgram(key, lines, kind === "order to refuse")
      : orderOfBrowser(key, this.cookies.header);
    const ids = await Promise.all(times.map((time) => this.sendOrder(kind, order, time)));
    this.orderId = ids.find((id) => id !== undefined);
  }

  private async sendOrder(kind: Kind, order: Order, plannedAt: number) {
    const { client, clock, ledger, recorder } = this.market;
    if (!(await clock.until(plannedAt))) return undefined;
    ledger.send(order.key, order.mustBeRefused);
    return recorder.record(kind, plannedAt, async () =>
      enter(ledger, order, await client.ask(order.question)),
    );
  }

  private async lookAtOrder(accept: string, plannedAt: number): Promise<string | undefined> {
    if (this.orderId === undefined) return this.skip("order status");
    return this.get("order status", plannedAt, `/orders/${this.orderId}`, accept);
  }

  /** As a browser: all at once, and nobody waits for them. */
  private fetchFiles(names: readonly string[], page: string | undefined, plannedAt: number): void {
    const { clock, files } = this.market;
    for (const [name, path] of filesIn(page ?? "")) files.set(name, path);
    for (const name of names) {
      const path = files.get(name);
      if (path === undefined) this.skip("file");
      else {
        clock.until(plannedAt).then((goesOn) => {
          if (goesOn) this.ask("file", plannedAt, { path }, 200);
        });
      }
    }
  }

  private ask(
    kind: Kind,
    plannedAt: number,
    question: Question,
    expected: number,
  ): Promise<Answer | undefined> {
    const headers = { ...question.headers, ...this.cookies.header };
    return this.market.recorder.record(kind, plannedAt, async () => {
      const answer = await this.market.client.ask({ ...question, headers });
      if (answer.status !== expected) throw new Failure(`answered ${answer.status}`);
      this.cookies.take(answer);
      return answer;
    });
  }

  private skip(kind: Kind, count = 1): undefined {
    this.market.recorder.skip(kind, count);
  }
}
