import type { Answer } from "../../../constructs/app/load.ts";

/** The cookies of one visitor. */
export class Cookies {
  private readonly values = new Map<string, string>();

  /** Stores the cookies that a response sets, and removes those that it clears. */
  take({ headers }: Answer): void {
    const set = headers["set-cookie"] ?? [];
    for (const cookie of Array.isArray(set) ? set : [set]) {
      const [, name = "", value = ""] = cookie.match(/^([^=;]+)=([^;]*)/) ?? [];
      if (value === "") this.values.delete(name);
      else this.values.set(name, value);
    }
  }

  get header(): Record<string, string> {
    const pairs = [...this.values].map(([name, value]) => `${name}=${value}`);
    return pairs.length > 0 ? { cookie: pairs.join("; ") } : {};
  }
}
