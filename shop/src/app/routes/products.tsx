import { Type } from "@sinclair/typebox";
import { serverTiming } from "../cache/server-timing.ts";
import { categoryNames, Product, type ProductReads } from "../catalogue.ts";
import { wantsJson } from "../negotiation.ts";
import { ProductParameter } from "../orders/line.ts";
import { CataloguePage } from "../pages/catalogue.tsx";
import { ProductPage } from "../pages/product.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem } from "../problem.ts";
import type { Routes } from "../validation.ts";

const LIST = {
  summary: "List the products, or a page of them",
  tags: ["products"],
  querystring: Type.Object({
    category: Type.Optional(
      Type.Unsafe<string>({
        type: "string",
        enum: categoryNames,
        description: `one of ${categoryNames.join(", ")}`,
      }),
    ),
    page: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 9999,
        description: "a number from 1 to 9999",
      }),
    ),
  }),
  response: {
    200: Type.Array(Type.Pick(Product, ["id", "name", "priceCents", "image"]), {
      description: "the products, by their ids",
    }),
  },
};

const FIND = {
  summary: "Look at a product",
  tags: ["products"],
  params: Type.Object({ id: ProductParameter }),
  response: {
    200: Type.Object(Product.properties, { description: "the product" }),
  },
};

/** The catalogue and its products. */
export function productRoutes(app: Routes, catalogue: ProductReads): void {
  app.get("/", async (_request, reply) => reply.redirect("/products", 302));

  app.get("/products", { schema: LIST }, async (request, reply) => {
    const { category, page } = request.query;
    const report = serverTiming(reply);

    if (wantsJson(request)) {
      const { products } = await catalogue.list({ category, page }, request.task, report);
      return products;
    }
    const found = await catalogue.list({ category, page: page ?? 1 }, request.task, report);
    return sendPage(
      reply,
      category ?? "Everything",
      <CataloguePage {...found} category={category} page={page ?? 1} />,
    );
  });

  app.get("/products/:id", { schema: FIND }, async (request, reply) => {
    const { id } = request.params;
    const report = serverTiming(reply);
    const product = await catalogue.find(id, request.task, report);
    if (product === undefined) {
      throw new Problem(404, `there is no product ${id}: see /products for those there are`);
    }

    if (wantsJson(request)) return product;
    const similar = await catalogue.similar(product, request.task, report);
    return sendPage(reply, product.name, <ProductPage product={product} similar={similar} />);
  });
}
