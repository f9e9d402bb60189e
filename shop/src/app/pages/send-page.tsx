import type { FastifyReply } from "fastify";
import type { ComponentChild } from "preact";
import { renderToString } from "preact-render-to-string";
import { Cart } from "../cart.ts";
import { Layout } from "./layout.tsx";

/** Renders a page in the shop's layout, with the server of `X-Served-By` in its footer. */
export function sendPage(reply: FastifyReply, title: string, page: ComponentChild): FastifyReply {
  const { request } = reply;
  const html = renderToString(
    <Layout
      title={title}
      cartCount={Cart.of(request).count}
      serverName={String(reply.getHeader("x-served-by"))}
      path={request.url}
    >
      {page}
    </Layout>,
  );
  return reply.type("text/html; charset=utf-8").send(`<!doctype html>${html}`);
}
