import { dim, green, red } from "./paint.ts";
import { steadyNow } from "./steady-clock.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const plainEveryMs = 10_000;

/** The one line of a terminal that is rewritten while something is at work. */
class Live {
  /** The standard error where another program may read what a command prints. */
  stream: NodeJS.WriteStream = process.stdout;
  private shown = false;

  get onTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  show(text: string): void {
    if (!this.onTerminal) return;
    const frame = frames[Math.floor(steadyNow() / 100) % frames.length];
    const line = `${frame} ${text}`.slice(0, (this.stream.columns ?? 80) - 1);
    this.stream.write(`\r\u001b[K${line}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
    this.shown = false;
  }

  /** Prints a line that stays. */
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

/** Keeps showing what `text` says: a live line on a terminal, else a plain line every 10 s. */
export function keepShowing(text: () => string): () => void {
  let plain = steadyNow();
  const timer = setInterval(() => {
    if (live.onTerminal) live.show(text());
    else if (steadyNow() - plain >= plainEveryMs) {
      plain = steadyNow();
      live.print(`  still at work: ${text()}`);
    }
  }, 100);
  return () => {
    clearInterval(timer);
    live.clear();
  };
}

/**
 * Says what is about to be done, shows that it is at work, and says how it ended.
 * @param outcome what to say of a result that can be one or the other
 */
export async function step<T>(
  title: string,
  work: (tell: (detail: string) => void) => Promise<T>,
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
