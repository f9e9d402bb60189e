import type { Package } from "./images.ts";

/** An image and its packages; undefined if it is no Debian image. */
export interface Contents {
  readonly image: string;
  readonly packages?: readonly Package[];
}

/**
 * A software bill of materials in CycloneDX 1.6: each image with its packages.
 * @param name the environment
 * @param at when it was made
 */
export function billOfMaterials(name: string, contents: readonly Contents[], at: Date): object {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { timestamp: at.toISOString(), component: { type: "application", name } },
    components: contents.map(({ image, packages }) => {
      const [repository, version] = image.split(":");
      return {
        type: "container",
        name: repository,
        version,
        components: packages?.map((each) => ({
          type: "library",
          name: each.name,
          version: each.version,
          purl: packageUrl(each),
        })),
      };
    }),
  };
}

/** `pkg:deb/debian/nginx-light@1.26.3-3?arch=amd64` */
function packageUrl({ name, version, architecture }: Package): string {
  const [id, at] = [name, version].map(encodeURIComponent);
  return `pkg:deb/debian/${id}@${at}?arch=${architecture}`;
}
