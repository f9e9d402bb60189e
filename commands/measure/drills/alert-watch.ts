import type { Environment } from "../../../environment.ts";
import { waitForDelivery } from "./alerts.ts";
import type { AlertResult } from "./result.ts";
import type { Moments } from "./timeline.ts";

/** Time limits of an alert to fire, and to resolve. */
const firingSeconds = 120;
const resolvingSeconds = 240;

/** Checks whether an alert fires for a fault, and resolves. */
export class AlertWatch {
  private firedAt?: number;
  private resolvedAt?: number;

  constructor(
    private readonly environment: Environment,
    private readonly name: string,
    /** The server that it must name, if it names one. */
    private readonly server: string,
  ) {}

  async waitForFiring(faultAt: number, report: (detail: string) => void): Promise<void> {
    report(`waiting for the alert ${this.name}`);
    this.firedAt = await this.wait("firing", faultAt, firingSeconds);
  }

  /** Waits until an alert that has fired resolves. */
  async waitForEnd(report: (detail: string) => void): Promise<void> {
    if (this.firedAt === undefined) return;
    report(`waiting until the alert ${this.name} resolves`);
    this.resolvedAt = await this.wait("resolved", this.firedAt, resolvingSeconds);
  }

  /** What it did not do, one sentence each. */
  get breaches(): string[] {
    const { name, firedAt, resolvedAt } = this;
    if (firedAt === undefined)
      return [`the alert ${name} was not delivered within ${firingSeconds} s`];
    if (resolvedAt === undefined)
      return [`the alert ${name} did not resolve within ${resolvingSeconds} s`];
    return [];
  }

  result({ faultAt, repairedAt }: Moments): AlertResult {
    const { name, firedAt, resolvedAt } = this;
    return {
      name,
      ...(firedAt !== undefined && { firedSeconds: (firedAt - faultAt) / 1000 }),
      ...(resolvedAt !== undefined && { resolvedSeconds: (resolvedAt - repairedAt) / 1000 }),
    };
  }

  private wait(status: "firing" | "resolved", since: number, seconds: number) {
    const { environment, name, server } = this;
    return waitForDelivery(environment, { name, server, since }, status, seconds * 1000);
  }
}
