/** An error with its HTTP status; rendered as problem details (RFC 9457) or as a page. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** A sentence for the user. */
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** A value quoted and truncated, for error messages. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
