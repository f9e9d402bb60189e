import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Addresses and credentials of the database. */
export interface Database {
  readonly targets: readonly Target[];
  readonly user: string;
  readonly password?: string;
  readonly database: string;
}

const URL_FORMAT = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?@]+)\/([^/?]+)$/;

/**
 * Reads `postgres://user:password@host:port,host:port/database`; the port's default is 5432.
 * @param variable where the text is from, for errors
 */
export function parseDatabase(text: string, variable = "DATABASE_URL"): Database {
  const [, user, password, hosts, database] = URL_FORMAT.exec(text) ?? [];
  if (hosts === undefined || database === undefined) {
    throw new Error(
      `${variable} must look like postgres://user:password@host:5432,other-host:5432/database`,
    );
  }

  return {
    targets: hosts.split(",").map((host) => parseTarget(host, variable)),
    user: decodeURIComponent(user ?? "") || "postgres",
    password: password === undefined ? undefined : decodeURIComponent(password),
    database: decodeURIComponent(database),
  };
}

function parseTarget(text: string, variable: string): Target {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw new Error(`${variable} names the host "${text}": write host:port, or [address]:port`);
  }
  return { host, port: Number(port ?? 5432) };
}

/**
 * Looks up the current addresses of a host. Each call has its own resolver: a long-lived one was
 * seen to return a stale address.
 */
export async function resolve(host: string): Promise<string[]> {
  if (isIP(host) !== 0 || host === "localhost") return [host];
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  try {
    return await resolver.resolve4(host);
  } catch (error) {
    return await resolver.resolve6(host).catch(() => Promise.reject(error));
  }
}
