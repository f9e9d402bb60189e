/** Returns an environment variable; throws if it is missing or empty. */
export function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set: the server needs it in its environment`);
  return value;
}

/** Returns the number in an environment variable; throws if it is not from 0 to `max`. */
export function number(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (value >= 0 && value <= max) return value;
  throw new Error(`${name} must be a number from 0 to ${max}, got "${text}"`);
}

/** Splits a comma-separated list. */
export function names(value = ""): string[] {
  return value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Parses a comma-separated list of host names to listen on. @default - loopback only */
export function listenNames(value: string | undefined): string[] {
  const given = names(value);
  return given.length > 0 ? given : ["127.0.0.1"];
}
