/** What is searched for; what is undefined matches all. */
export interface Query {
  readonly requestId?: string;
  readonly traceId?: string;
  readonly server?: string;
  /** The severities that match. */
  readonly severities?: readonly string[];
  /** A part of the line, in capital or small letters. */
  readonly text?: string;
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
}

/** What the person who searches has to change. */
export class BadQuery extends Error {}

const SEVERITIES = ["info", "warning", "error"];
const NAMES = ["requestId", "traceId", "server", "severity", "text", "from", "to", "limit"];
const MOST_LINES = 1000;
const MOST_CHARACTERS = 200;

/** Reads the parameters of a search; an empty one counts as none. Throws a `BadQuery`. */
export function readQuery(parameters: URLSearchParams): Query {
  for (const [name, value] of parameters) {
    if (!NAMES.includes(name)) {
      throw new BadQuery(`there is no parameter ${name}: use ${NAMES.join(", ")}`);
    }
    if (value.length > MOST_CHARACTERS) {
      throw new BadQuery(`${name} has ${value.length} characters: use ${MOST_CHARACTERS} at most`);
    }
  }
  const value = (name: string) => parameters.get(name) || undefined;
  return {
    requestId: value("requestId"),
    traceId: value("traceId")?.toLowerCase(),
    server: value("server"),
    severities: severitiesFrom(value("severity")),
    text: value("text"),
    from: time("from", value("from")),
    to: time("to", value("to")),
    limit: limit(value("limit")),
  };
}

function severitiesFrom(least: string | undefined): string[] | undefined {
  if (least === undefined) return undefined;
  const index = SEVERITIES.indexOf(least);
  if (index >= 0) return SEVERITIES.slice(index);
  throw new BadQuery(`severity must be one of ${SEVERITIES.join(", ")}, got "${least}"`);
}

function time(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = Date.parse(text);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  throw new BadQuery(`${name} must be a time like 2026-01-31T12:00:00Z, got "${text}"`);
}

function limit(text: string | undefined): number {
  if (text === undefined) return 100;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_LINES) return value;
  throw new BadQuery(`limit must be a whole number from 1 to ${MOST_LINES}, got "${text}"`);
}
