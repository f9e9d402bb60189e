import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { escapeXml } from "../../lib/escape-xml.ts";
import { renderDot } from "./dot.ts";
import type { Drawing } from "./drawing.ts";

/** Fonts with the metrics that Graphviz uses, and fallbacks. */
const FAMILY = "Arial, Liberation Sans, Helvetica, sans-serif";

/** Renders the drawing as a self-contained SVG. */
export async function renderSvg(drawing: Drawing): Promise<string> {
  const graphviz = await Graphviz.load();
  const svg = graphviz.layout(renderDot(drawing), "svg", "dot");
  return svg
    .slice(svg.indexOf("<svg "))
    .replace("<svg ", `<svg role="img" aria-label="${escapeXml(drawing.title)}" `)
    .replaceAll('font-family="Arial"', `font-family="${FAMILY}"`);
}
