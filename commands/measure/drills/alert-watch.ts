import type { Environment } from "../../../environment.ts";
import { waitForDelivery } from "./alerts.ts";
import type { AlertResult } from "./result.ts";
import type { Moments } from "./timeline.ts";

/** How long an alert may take, and its end. */
const firingSeconds = 120;
const resolvingSeconds = 240;

/** Looks whether an alert tells of a fault, and of its end. */
export class AlertWatch {
  private firedAt?: number;
  private resolvedAt?: number;

  constructor(
    private readonly environment: Environment,
    private readonly name: string,
    /** The server that it has to name, if it names one. */
    private readonly server: string,
  ) {}

  async waitForFiring(faultAt: number, tell: (detail: string) => void): Promise<void> {
    tell(`waiting for the alert ${this.name}`);
    this.firedAt = await this.wait("firing", faultAt, firingSeconds);
  }

  /** Waits for the end of an alert that was delivered. */
  async waitForEnd(tell: (detail: string) => void): Promise<void> {
    if (this.firedAt === undefined) return;
    tell(`waiting for the end of the alert ${this.name}`);
    this.resolvedAt = await this.wait("resolved", this.firedAt, resolvingSeconds);
  }

  /** What it did not do, a sentence each. */
  get breaches(): string[] {
    const { name, firedAt, resolvedAt } = this;
    if (firedAt === undefined)
      return [`the alert ${name} was not delivered within ${firingSeconds} s`];
    if (resolvedAt === undefined)
      return [`the end of the alert ${name} was not delivered within ${resolvingSeconds} s`];
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
