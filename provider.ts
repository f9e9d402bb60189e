import { join } from "node:path";
import { localFolder } from "./environment.ts";

/**
 * The provider that the stacks are made for. The bindings pin 3.6.2, in which `cpus` panics and a
 * refresh deletes stopped containers.
 */
export const dockerProvider = { source: "kreuzwerker/docker", version: "4.5.0" } as const;

/** A symbolic link to the folder of providers in use; absent where the registry serves them. */
export const providersLink = join(localFolder, "providers");

/** The folder of the stand-in for the provider, if it was built. */
export const standInFolder = join(localFolder, "stand-in");

/** What Terraform checks the provider from that folder by. */
export const providersLock = join(localFolder, "providers.lock.hcl");
