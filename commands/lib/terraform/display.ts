import { seconds } from "../progress.ts";
import {
  type Changes,
  type Diagnostic,
  type Event,
  nounOf,
  renderApplied,
  renderComplete,
  renderDiagnostic,
  renderPlan,
} from "./events.ts";

/** Terraform's warnings about `-target`, which is used on purpose. */
const targetWarnings = ["Resource targeting is in effect", "Applied changes may be incomplete"];

/** Turns the events of a Terraform run into lines, and tracks what is in progress. */
export class Display {
  readonly errors: Diagnostic[] = [];
  planned: Changes | undefined;

  private readonly begun = new Map<string, { readonly noun: string; readonly at: number }>();
  private readonly shown = new Set<string>();

  constructor(private readonly waited: (address: string) => boolean) {}

  /** Returns the line for an event, if it deserves one. */
  lineFor(event: Event): string | undefined {
    switch (event.type) {
      case "change_summary":
        if (event.changes?.operation === "apply") return renderApplied(event.changes);
        if (event.changes?.operation !== "plan") return undefined;
        this.planned = event.changes;
        return renderPlan(event.changes);
      case "apply_start":
        if (event.hook) {
          const noun = nounOf(event.hook.resource);
          this.begun.set(keyOf(event), { noun, at: Date.parse(event["@timestamp"]) });
        }
        return undefined;
      case "apply_complete":
        return renderComplete(event, this.end(event), this.waited);
      case "apply_errored":
        this.end(event);
        return undefined;
      case "diagnostic":
        return event.diagnostic && this.lineForDiagnostic(event.diagnostic);
      default:
        return undefined;
    }
  }

  /** Describes what is in progress, in one line. */
  inProgress(now: number): string {
    if (!this.planned) return "planning";
    const waiting = [...this.begun.values()].map(({ noun, at }) => `${noun} ${seconds(now - at)}`);
    return waiting.join(", ") || "finishing";
  }

  private end(event: Event): number {
    const key = keyOf(event);
    const begun = this.begun.get(key);
    this.begun.delete(key);
    return begun ? Date.parse(event["@timestamp"]) - begun.at : 0;
  }

  private lineForDiagnostic(diagnostic: Diagnostic): string | undefined {
    if (diagnostic.severity === "error") this.errors.push(diagnostic);
    else if (targetWarnings.includes(diagnostic.summary)) return undefined;
    const line = renderDiagnostic(diagnostic);
    // Terraform's error after an interruption, which has already been reported.
    if (diagnostic.summary === "execution halted" || this.shown.has(line)) return undefined;
    this.shown.add(line);
    return line;
  }
}

function keyOf({ hook }: Event): string {
  return `${hook?.action} ${hook?.resource.addr}`;
}
