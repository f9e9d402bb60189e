import { circle, type Drawing, ink, path, rect, shadow, stroke, wood } from "./shapes.ts";

const glow = (x: number, y: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="120" ry="74" fill="#ffe9a8" opacity=".55"/>`;

export const lamp: Drawing = (colour, variant) => {
  switch (variant) {
    case 0:
      return [
        shadow(150),
        glow(200, 218),
        rect(193, 200, 14, 110, wood.main),
        rect(150, 306, 100, 22, wood.dark, 11),
        path("M152 82H248L290 208H110Z", colour.main),
        path("M222 82H248L290 208H244Z", colour.dark),
        rect(110, 200, 180, 10, colour.light, 5),
      ].join("\n");
    case 1:
      return [
        shadow(160),
        glow(200, 226),
        rect(192, 190, 16, 124, ink),
        rect(142, 312, 116, 16, ink, 8),
        path("M96 202Q96 98 200 98T304 202Z", colour.main),
        path("M240 104Q304 124 304 202H262Q264 136 240 104Z", colour.dark),
        circle(200, 92, 11, ink),
      ].join("\n");
    case 2:
      return [
        shadow(140),
        circle(200, 166, 108, "#fff3c9"),
        circle(200, 166, 84, "#fffbea"),
        stroke("M138 120Q158 92 188 88", "#ffffff", 10),
        path("M160 258H240L256 328H144Z", colour.main),
        path("M214 258H240L256 328H222Z", colour.dark),
        rect(152, 250, 96, 16, colour.light, 8),
      ].join("\n");
    default:
      return [
        shadow(180),
        `<path d="M222 150L150 318H330Z" fill="#ffe9a8" opacity=".45"/>`,
        rect(96, 312, 110, 16, colour.dark, 8),
        stroke("M150 312L112 208L206 112", ink, 11),
        circle(112, 208, 12, colour.dark),
        path("M186 78L278 128Q274 172 232 178Q188 160 172 118Z", colour.main),
        path("M278 128Q274 172 232 178Q246 148 278 128Z", colour.dark),
        circle(196, 104, 10, ink),
      ].join("\n");
  }
};
