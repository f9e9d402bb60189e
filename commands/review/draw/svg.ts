import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { escapeXml } from "../../lib/escape-xml.ts";
import { renderDot } from "./dot.ts";
import type { Drawing } from "./drawing.ts";

/** Fonts as wide as the one that Graphviz reckons with, and what comes next to them. */
const FAMILY = "Arial, Liberation Sans, Helvetica, sans-serif";

/** The drawing as a picture of its own, without anything that has to be loaded. */
export async function renderSvg(drawing: Drawing): Promise<string> {
  const graphviz = await Graphviz.load();
  const svg = graphviz.layout(renderDot(drawing), "svg", "dot");
  return svg
    .slice(svg.indexOf("<svg "))
    .replace("<svg ", `<svg role="img" aria-label="${escapeXml(drawing.title)}" `)
    .replaceAll('font-family="Arial"', `font-family="${FAMILY}"`);
}
