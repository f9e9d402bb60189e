import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { execa } from "execa";
import { freePort } from "../../commands/lib/free-port.ts";
import { which } from "../../commands/lib/process.ts";
import { engineSocket } from "./engine-proxy.ts";
import { until } from "./shop.ts";

/** This machine's engine, reached as one on another machine is. */
export interface RemoteEngine {
  /** As doctor shows it. */
  readonly address: string;
  /** What a user's shell has to reach it. */
  readonly variables: Record<string, string>;
  close(): Promise<void>;
}

/** A docker context with client certificates, in a folder. */
export async function openTls(folder: string): Promise<RemoteEngine> {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execa("openssl", args, { cwd: folder });
  const request = (name: string) =>
    `req -newkey rsa:2048 -nodes -keyout ${name}-key.pem -subj /CN=${name}`.split(" ");
  await openssl(...request("ca"), "-x509", "-days", "2", "-out", "ca.pem");
  for (const name of ["server", "client"]) {
    const signing = ["-x509", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-days", "2"];
    const extension = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", `${name}.pem`];
    await openssl(...request(name), ...signing, ...extension);
  }
  const options = {
    key: readFileSync(file("server-key.pem")),
    cert: readFileSync(file("server.pem")),
    ca: readFileSync(file("ca.pem")),
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server = createServer({ ...options, allowHalfOpen: true }, (client) => {
    const engine = connect({ path: engineSocket, allowHalfOpen: true });
    client.pipe(engine).pipe(client);
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));

  const address = `tcp://127.0.0.1:${port}`;
  const certificates = `ca=${file("ca.pem")},cert=${file("client.pem")},key=${file("client-key.pem")}`;
  const variables = { DOCKER_CONFIG: folder, DOCKER_CONTEXT: "remote", DOCKER_HOST: "" };
  await execa(
    "docker",
    ["context", "create", "remote", `--docker=host=${address},${certificates}`],
    {
      env: { DOCKER_CONFIG: folder },
    },
  );
  const close = async () => {
    server.close();
  };
  return { address, variables, close };
}

/** A user's ssh configuration with an alias for this machine, and an sshd for it on a free port. */
export async function openSsh(folder: string): Promise<RemoteEngine> {
  const ssh = which("ssh");
  const sshd = which("sshd", `${process.env.PATH}:/usr/sbin`);
  if (!ssh || !sshd) throw new Error("this test needs ssh and sshd: install openssh-server");
  const file = (name: string) => join(folder, name);
  for (const name of ["host", "user"]) {
    await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
  }
  const port = await freePort();
  const server = [
    "UsePAM no",
    "StrictModes no",
    `AuthorizedKeysFile ${file("user.pub")}`,
    "MaxStartups 100",
    "MaxSessions 100",
    "LogLevel ERROR",
  ];
  writeFileSync(file("sshd_config"), `${server.join("\n")}\n`);
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const listen = ["-D", "-e", "-f", file("sshd_config"), "-h", file("host")];
  const child = spawn(sshd, [...listen, "-o", `ListenAddress=127.0.0.1:${port}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });

  const client = [
    "Host shop-engine",
    "HostName 127.0.0.1",
    `Port ${port}`,
    `IdentityFile ${file("user")}`,
    "StrictHostKeyChecking no",
    `UserKnownHostsFile ${file("known_hosts")}`,
    "LogLevel ERROR",
    "ControlMaster auto",
    `ControlPath ${file("master")}`,
    "ControlPersist 1m",
  ];
  writeFileSync(file("ssh_config"), `${client.join("\n")}\n`);
  mkdirSync(file("bin"));
  writeFileSync(file("bin/ssh"), `#!/bin/sh\nexec ${ssh} -F ${file("ssh_config")} "$@"\n`);
  chmodSync(file("bin/ssh"), 0o755);
  const variables = {
    PATH: `${file("bin")}:${process.env.PATH}`,
    DOCKER_HOST: "ssh://shop-engine",
  };
  await until("sshd answers", () =>
    execa(file("bin/ssh"), ["shop-engine", "true"], { reject: false }).then(
      ({ exitCode }) => exitCode === 0,
    ),
  );
  const close = async () => {
    await execa(file("bin/ssh"), ["-O", "exit", "shop-engine"], { reject: false });
    await end(child);
  };
  return { address: "ssh://shop-engine", variables, close };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "close");
}
