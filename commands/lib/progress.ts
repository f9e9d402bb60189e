import { dim, green, isTerminal, red } from "./paint.ts";
import { steadyNow } from "./steady-clock.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const plainEveryMs = 10_000;

/** The status line of a terminal, which is rewritten while a task runs. */
class Live {
  /** Standard error if standard output carries the command's result. */
  stream: NodeJS.WriteStream = process.stdout;
  private shown = false;

  get onTerminal(): boolean {
    return isTerminal(this.stream);
  }

  show(text: string): void {
    if (!this.onTerminal) return;
    const frame = frames[Math.floor(steadyNow() / 100) % frames.length];
    const line = `${frame} ${text}`.slice(0, (this.stream.columns || 80) - 1);
    this.stream.write(`\r\u001b[K${line}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
    this.shown = false;
  }

  /** Prints a permanent line. */
  print(text: string): void {
    this.clear();
    (this.stream === process.stderr ? console.error : console.log)(text);
  }
}

export const live = new Live();

export function seconds(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

/** Shows a status, live or every 10 s, until the returned function is called. */
export function keepShowing(text: () => string): () => void {
  let plain = steadyNow();
  const timer = setInterval(() => {
    if (live.onTerminal) live.show(text());
    else if (steadyNow() - plain >= plainEveryMs) {
      plain = steadyNow();
      live.print(`  still running: ${text()}`);
    }
  }, 100);
  return () => {
    clearInterval(timer);
    live.clear();
  };
}

/**
 * Announces a task, shows its progress, and reports how it ended.
 * @param outcome describes a result that may vary
 */
export async function step<T>(
  title: string,
  work: (report: (detail: string) => void) => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const started = steadyNow();
  let detail = "";
  if (live.onTerminal) live.show(title);
  else live.print(`→ ${title}`);
  const stop = keepShowing(() =>
    [title, seconds(steadyNow() - started), detail].filter(Boolean).join(", "),
  );
  try {
    const result = await work((text) => {
      detail = text;
    });
    stop();
    const ended = outcome ? `${title}: ${outcome(result)}` : title;
    live.print(`${green("✓")} ${ended} ${dim(seconds(steadyNow() - started))}`);
    return result;
  } catch (error) {
    stop();
    live.print(`${red("✗")} ${title}`);
    throw error;
  }
}
