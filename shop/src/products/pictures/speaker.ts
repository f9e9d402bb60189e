import { circle, cream, type Drawing, ink, path, rect, shadow, stroke, wood } from "./shapes.ts";

const cone = (x: number, y: number, radius: number, accent: string) =>
  circle(x, y, radius, ink) +
  circle(x, y, radius * 0.82, "#454c50") +
  circle(x, y, radius * 0.42, accent) +
  circle(x - radius * 0.1, y - radius * 0.12, radius * 0.18, "#ffffff66");

export const speaker: Drawing = (colour, variant) => {
  switch (variant) {
    case 0:
      return [
        shadow(180),
        rect(128, 76, 144, 250, wood.dark, 12),
        rect(128, 76, 132, 250, wood.main, 12),
        rect(140, 88, 108, 226, colour.main, 8),
        cone(194, 138, 30, colour.light),
        cone(194, 238, 48, colour.light),
      ].join("\n");
    case 1:
      return [
        shadow(220),
        stroke("M140 146Q140 96 200 96T260 146", ink, 10),
        rect(88, 144, 224, 182, colour.main, 60),
        `<path d="M262 144Q312 150 312 204V266Q312 320 262 326Q286 240 262 144Z" fill="${colour.dark}" opacity=".5"/>`,
        cone(200, 234, 64, colour.light),
        circle(116, 234, 7, cream),
        circle(284, 234, 7, cream),
      ].join("\n");
    case 2:
      return [
        shadow(250),
        stroke("M268 142L302 60", ink, 6),
        circle(302, 60, 7, ink),
        stroke("M112 316V326M288 316V326", ink, 14),
        rect(78, 140, 244, 178, wood.main, 20),
        rect(92, 154, 216, 150, colour.main, 12),
        ...[0, 1, 2, 3, 4, 5, 6].map((index) =>
          rect(108 + index * 15, 172, 7, 114, colour.dark, 3),
        ),
        rect(226, 172, 68, 44, cream, 6),
        stroke("M236 200H284M254 184V206", ink, 3),
        circle(260, 254, 26, cream),
        stroke("M260 254L272 238", ink, 5),
      ].join("\n");
    default:
      return [
        shadow(210),
        path(
          "M124 96Q124 80 140 80H260Q276 80 276 96L286 312Q286 328 270 328H130Q114 328 114 312Z",
          colour.main,
        ),
        path("M246 80H260Q276 80 276 96L286 312Q286 328 270 328H250Z", colour.dark),
        cone(190, 240, 58, colour.light),
        cone(190, 136, 28, cream),
        rect(172, 306, 36, 7, cream, 3),
      ].join("\n");
  }
};
