import type { Colour } from "../colours.ts";
import { circle, type Drawing, path, rect, shadow, stroke, wood } from "./shapes.ts";

const leaf = { main: "#5f9a6a", dark: "#3f7650", light: "#8dbf8b" };

const pot = (colour: Colour) =>
  [
    shadow(140),
    path("M134 246H266L250 318Q248 328 238 328H162Q152 328 150 318Z", colour.main),
    path("M226 246H266L250 318Q248 328 238 328H218Z", colour.dark),
    rect(124, 232, 152, 26, colour.light, 9),
  ].join("\n");

const blade = (x: number, angle: number, height: number, fill: string) =>
  `<path transform="rotate(${angle} ${x} 240)" d="M${x - 13} 240Q${x - 24} ${240 - height / 2} ${x} ${240 - height}Q${x + 24} ${240 - height / 2} ${x + 13} 240Z" fill="${fill}"/>`;

const heart = (x: number, y: number, angle: number, fill: string) =>
  `<g transform="translate(${x} ${y}) rotate(${angle})">${path("M0 46Q-50 20 -44 -18Q-38 -48 0 -34Q38 -48 44 -18Q50 20 0 46Z", fill)}${stroke("M0 44V-26M0 20L-24 2M0 20L24 2", "#ffffff66", 4)}</g>`;

export const plant: Drawing = (colour, variant) => {
  switch (variant) {
    case 0:
      return [
        stroke("M200 240V150M200 236Q150 200 132 160M200 236Q252 204 270 166", leaf.dark, 7),
        heart(126, 150, 158, leaf.dark),
        heart(276, 156, 204, leaf.main),
        heart(200, 104, 180, leaf.light),
        heart(168, 196, 150, leaf.main),
        heart(236, 204, 214, leaf.dark),
        pot(colour),
      ].join("\n");
    case 1:
      return [
        blade(160, -14, 128, leaf.dark),
        blade(240, 14, 138, leaf.dark),
        blade(178, -5, 176, leaf.main),
        blade(222, 6, 162, leaf.light),
        blade(200, 0, 190, leaf.dark),
        stroke("M200 226V78M180 226L172 96M220 226L230 100", "#e9e39a", 4),
        pot(colour),
      ].join("\n");
    case 2:
      return [
        path("M132 240Q112 110 200 110T268 240Z", leaf.main),
        path("M232 118Q286 146 268 240H226Q254 170 232 118Z", leaf.dark),
        stroke("M200 114V236M166 122Q148 176 156 236M234 122Q252 176 244 236", leaf.light, 5),
        ...[150, 182, 214].map((y) =>
          stroke(
            `M194 ${y}L206 ${y - 6}M148 ${y + 6}L158 ${y}M244 ${y}L254 ${y + 6}`,
            "#fffaf1",
            4,
          ),
        ),
        circle(182, 108, 13, "#ef8fa0"),
        circle(204, 100, 15, "#f6b1bd"),
        circle(222, 110, 11, "#ef8fa0"),
        pot(colour),
      ].join("\n");
    default:
      return [
        stroke("M200 240Q196 190 202 140", wood.dark, 11),
        circle(200, 112, 62, leaf.main),
        circle(152, 138, 38, leaf.dark),
        circle(250, 134, 42, leaf.dark),
        circle(178, 88, 34, leaf.light),
        circle(226, 92, 30, leaf.main),
        ...[
          [164, 130],
          [208, 120],
          [242, 142],
          [190, 80],
          [232, 88],
        ].map(([x = 0, y = 0]) => circle(x, y, 7, "#4b3f63")),
        pot(colour),
      ].join("\n");
  }
};
