import { join } from "node:path";
import type { Construct } from "constructs";
import { Size } from "../architecture/size.ts";
import { Image } from "../constructs/core/image.ts";
import { requestCharts } from "../constructs/server/charts.ts";
import { httpCheck } from "../constructs/server/health-check.ts";
import type { IService, ITraces } from "../constructs/server/interfaces.ts";
import { PROGRAM_METRICS } from "../constructs/server/metrics.ts";
import { Server } from "../constructs/server/server.ts";
import { Tier } from "../constructs/server/tier.ts";

/** Props of a `PaymentProvider`. */
export interface PaymentProviderProps {
  /** Where it exports its spans. @default - not traced */
  readonly traces?: ITraces;
  /** Share of the charges to refuse, from 0 to 1. @default 0.02 */
  readonly refusalShare?: number;
}

/**
 * The external company that charges the customers' cards, simulated: slow, and sometimes down. It
 * keeps a book of all charges on a volume. A charge is idempotent by its order.
 */
export class PaymentProvider extends Tier implements IService {
  readonly port = 4000;
  override readonly monitoring = {
    folder: import.meta.dirname,
    charts: { roles: { "payment-provider": requestCharts } },
  };

  constructor(scope: Construct, id: string, props: PaymentProviderProps = {}) {
    super(scope, id);

    const server = new Server(this, "server", {
      role: "payment-provider",
      image: Image.fromFolder(
        this,
        "payment-provider",
        join(import.meta.dirname, "images/payment-provider"),
      ),
      user: "payment",
      size: Size.MICRO,
      port: this.port,
      data: "/var/lib/payment",
      environment: (self) => ({
        LISTEN: self.addresses.join(),
        METRICS_PORT: `${PROGRAM_METRICS.port}`,
        PORT: `${this.port}`,
        BOOK: "/var/lib/payment/book.jsonl",
        REFUSAL_SHARE: `${props.refusalShare ?? 0.02}`,
        SERVER_NAME: self.serverName,
        ...props.traces?.environment,
      }),
      healthCheck: httpCheck(this.port, "/healthz"),
    });
    this.servers.push(server);
    props.traces?.allowFrom(this);
  }

  variables(name: string): Record<string, string> {
    return { [`${name}_URL`]: `http://${this.address}:${this.port}` };
  }

  protected override get exporters() {
    return [{ job: "payment-provider", ...PROGRAM_METRICS }];
  }
}
