import { type Static, Type } from "@sinclair/typebox";

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

/** The problem details of a response. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String({ description: "the name of the status" }),
  status: Type.Integer(),
  detail: Type.String({ description: "a sentence that says what to do" }),
  error: Type.String({ description: "the same sentence" }),
});

export type ProblemDetails = Static<typeof ProblemDetails>;

/** A value quoted and truncated, for error messages. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? `a list of ${value.length}` : "an empty list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 42 ? `${text.slice(0, 41)}…" (${text.length - 2} characters)` : text;
}
