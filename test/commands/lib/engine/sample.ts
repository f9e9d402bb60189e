import { type Engine, engineOf, type Info } from "../../../../commands/lib/engine/engine.ts";

/** An engine on this machine, with other facts if they are given. */
export function anEngine(info: Info = {}, address = "unix:///var/run/docker.sock"): Engine {
  const { hostname } = new URL(address);
  const facts = {
    ServerVersion: "28.0.0",
    DockerRootDir: "/var/lib/docker",
    Name: "here",
    ...info,
  };
  return engineOf({ address, host: hostname || "localhost" }, "1.48", facts, "here");
}
