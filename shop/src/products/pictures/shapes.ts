import type { Colour } from "../colours.ts";

/** Draws a product of one category in a colour, as one of four variants. */
export type Drawing = (colour: Colour, variant: number) => string;

export const wood = { main: "#c99b6b", dark: "#a87b4d" };
export const ink = "#2f3437";
export const cream = "#fffaf1";

/** The shadow below a product. */
export function shadow(width: number, y = 330): string {
  return `<ellipse cx="200" cy="${y}" rx="${width / 2}" ry="11" fill="#1d2327" opacity=".13"/>`;
}

export function rect(x: number, y: number, w: number, h: number, fill: string, r = 0): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;
}

export function circle(x: number, y: number, r: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
}

export function path(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`;
}

export function stroke(d: string, colour: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** Clips a drawing to an outline; the id must be unique in the document. */
export function clip(id: string, outline: string, drawing: string): string {
  return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${drawing}</g>`;
}
