import { expect, test } from "vitest";
import { billOfMaterials } from "../../../../commands/operate/images/bill-of-materials.ts";
import { groupByImage, parsePackages } from "../../../../commands/operate/images/images.ts";

test("an image is listed once, with all of its servers", () => {
  const containers = [
    { name: "app-2", image: "blueprint-shop:2" },
    { name: "web-1", image: "blueprint-nginx:1" },
    { name: "app-1", image: "blueprint-shop:2" },
  ];

  expect(groupByImage(containers)).toEqual([
    { name: "blueprint-nginx:1", servers: ["web-1"] },
    { name: "blueprint-shop:2", servers: ["app-1", "app-2"] },
  ]);
});

test("a bill of materials names each image's packages by their package URLs", () => {
  const packages = parsePackages("libstdc++6\t14.2.0-19\tamd64\nnginx\t1:1.26\tall\n");
  const contents = [{ image: "blueprint-nginx:1", packages }, { image: "blueprint-other:2" }];

  expect(billOfMaterials("shop", contents, new Date(0))).toMatchObject({
    metadata: { timestamp: "1970-01-01T00:00:00.000Z", component: { name: "shop" } },
    components: [
      {
        type: "container",
        name: "blueprint-nginx",
        version: "1",
        components: [
          { name: "libstdc++6", purl: "pkg:deb/debian/libstdc%2B%2B6@14.2.0-19?arch=amd64" },
          { name: "nginx", purl: "pkg:deb/debian/nginx@1%3A1.26?arch=all" },
        ],
      },
      { name: "blueprint-other", version: "2", components: undefined },
    ],
  });
});
