import { createConnection, isIP, type LookupFunction, type Socket } from "node:net";
import { AbstractConnector } from "iovalkey";
import { resolve } from "../database/target.ts";

interface Options {
  readonly host: string;
  readonly port: number;
  readonly disconnectTimeout: number;
}

/**
 * Connects the cache's client with a DNS resolver outside libuv's thread pool. The lookup of a
 * cache that failed can take 20 seconds until it times out, and would block all other lookups
 * there.
 */
export class Connector extends AbstractConnector {
  constructor(private readonly options: unknown) {
    super((options as Options).disconnectTimeout);
  }

  override async connect(): Promise<Socket> {
    const { host, port } = this.options as Options;
    this.connecting = true;
    const socket = createConnection({ host, port, lookup, autoSelectFamily: false });
    socket.once("error", (error) => {
      this.firstError = error;
    });
    this.stream = socket;
    return socket;
  }
}

const lookup: LookupFunction = (host, _options, done) => {
  resolve(host).then(
    ([address = ""]) => done(null, address, isIP(address)),
    (error) => done(error, "", 0),
  );
};
