import type { FastifyInstance } from "fastify";
import { serverTiming } from "../cache/server-timing.ts";
import { categoryNames, type ProductReads } from "../catalogue.ts";
import { wantsJson } from "../negotiation.ts";
import { CataloguePage } from "../pages/catalogue.tsx";
import { ProductPage } from "../pages/product.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem, quote } from "../problem.ts";

interface ListQuery {
  Querystring: { category?: unknown; page?: unknown };
}

/** The catalogue and its products. */
export function productRoutes(app: FastifyInstance, catalogue: ProductReads): void {
  app.get("/", async (_request, reply) => reply.redirect("/products", 302));

  app.get<ListQuery>("/products", async (request, reply) => {
    const category = parseCategory(request.query.category);
    const page = parsePage(request.query.page);
    const report = serverTiming(reply);

    if (wantsJson(request)) {
      const { products } = await catalogue.list({ category, page }, request.task, report);
      return products.map(({ id, name, priceCents, image }) => ({ id, name, priceCents, image }));
    }
    const found = await catalogue.list({ category, page: page ?? 1 }, request.task, report);
    return sendPage(
      reply,
      category ?? "Everything",
      <CataloguePage {...found} category={category} page={page ?? 1} />,
    );
  });

  app.get<{ Params: { id: string } }>("/products/:id", async (request, reply) => {
    const id = parseId(request.params.id);
    const report = serverTiming(reply);
    const product = await catalogue.find(id, request.task, report);
    if (product === undefined) throw noProduct(request.params.id);

    if (wantsJson(request)) return product;
    const similar = await catalogue.similar(product, request.task, report);
    return sendPage(reply, product.name, <ProductPage product={product} similar={similar} />);
  });
}

function parseCategory(value: unknown): string | undefined {
  if (value === undefined || value === "") return undefined;
  const category = categoryNames.find((name) => name === value);
  if (category === undefined) {
    throw new Problem(
      404,
      `there is no category ${quote(value)}: see /products for those there are`,
    );
  }
  return category;
}

function parsePage(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && /^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new Problem(400, `page must be a number from 1, got ${quote(value)}`);
}

function parseId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw noProduct(text);
  return Number(text);
}

function noProduct(id: string): Problem {
  return new Problem(404, `there is no product ${quote(id)}: see /products for those there are`);
}
