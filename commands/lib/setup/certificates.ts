import { X509Certificate } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Splits a bundle into one file for each certificate, by file name, because
 * `update-ca-certificates` reads only the first certificate of a file.
 */
export function splitBundle(bundle: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [pem] of bundle.matchAll(block)) {
    const certificate = new X509Certificate(pem);
    const mark = certificate.fingerprint256.replaceAll(":", "").slice(0, 8).toLowerCase();
    files.set(`${slug(nameOf(certificate))}-${mark}.crt`, `${pem}\n`);
  }
  return files;
}

export function writeCertificates(bundle: string, folder: string): number {
  mkdirSync(folder, { recursive: true });
  const files = splitBundle(bundle);
  for (const [name, pem] of files) writeFileSync(join(folder, name), pem);
  return files.size;
}

function nameOf({ subject }: X509Certificate): string {
  return subject?.match(/^CN=(.*)$/m)?.[1] ?? subject?.match(/^O=(.*)$/m)?.[1] ?? "certificate";
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "certificate"
  );
}
