/** The value of an environment variable; throws when it is missing. */
export function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set: the program needs it in its environment`);
  return value;
}

/** A number from 0 to `most` in an environment variable. */
export function number(
  env: NodeJS.ProcessEnv,
  name: string,
  otherwise: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const text = env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (value >= 0 && value <= most) return value;
  throw new Error(`${name} must be a number from 0 to ${most}, got "${text}"`);
}

/** The names in a comma-separated list. */
export function names(value = ""): string[] {
  return value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The names in a comma-separated list. @default - loopback only */
export function listenNames(value: string | undefined): string[] {
  const given = names(value);
  return given.length > 0 ? given : ["127.0.0.1"];
}
