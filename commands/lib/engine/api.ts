import { spawn } from "node:child_process";
import { type RequestOptions, request } from "node:http";
import { Duplex, PassThrough } from "node:stream";
import type { Engine } from "./engine.ts";

const LIMIT_MS = 20_000;

/**
 * Requests a path of the engine's API: what the docker command has no word for.
 * @param path behind the version: `/info`
 * @returns the body of the answer
 * @throws Error with the engine's reason, if the answer is not 200
 */
export function getFromEngine(
  { address, api }: Pick<Engine, "address" | "api">,
  path: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const sent = request(
      { ...connection(address), path: `/v${api}${path}`, signal },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text) => {
          body += text;
        });
        response.on("error", reject);
        response.on("end", () =>
          response.statusCode === 200
            ? resolve(body)
            : reject(new Error(`${response.statusCode} ${messageOf(body)}`)),
        );
      },
    );
    sent.on("error", (error) =>
      reject(signal.aborted ? new Error(`no answer in ${LIMIT_MS / 1000} s`) : error),
    );
    sent.end();
  });
}

/** A socket and plain TCP are reached from here; TLS and ssh by the docker command. */
function connection(address: string): RequestOptions {
  const { protocol, hostname, port, pathname } = new URL(address);
  if (protocol === "unix:") return { socketPath: pathname };
  const isPlain = !process.env.DOCKER_TLS && !process.env.DOCKER_TLS_VERIFY;
  if (protocol === "tcp:" && isPlain) return { hostname, port: port || 2375 };
  return { host: "docker", createConnection: dial as () => never };
}

/** A connection as the docker command makes it, with the certificates and keys that it uses. */
function dial(): Duplex {
  const child = spawn("docker", ["system", "dial-stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  // The command may end before its input does, once its answer is complete: that is no error.
  const requests = new PassThrough();
  requests.pipe(child.stdin).on("error", () => {});
  const stream = Duplex.from({ readable: child.stdout, writable: requests });
  child.once("error", (error) => stream.destroy(error));
  stream.once("close", () => child.kill());
  return stream;
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message: string }).message;
  } catch {
    return body.trim();
  }
}
