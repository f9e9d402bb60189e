import { circle, clip, cream, type Drawing, path, rect, shadow, stroke } from "./shapes.ts";

const body =
  "M96 108Q92 92 108 96Q200 118 292 96Q308 92 304 108Q284 206 304 304Q308 320 292 316Q200 296 108 316Q92 320 96 304Q116 206 96 108Z";

export const cushion: Drawing = (colour, variant) => {
  const patterns = [
    [0, 1, 2, 3, 4, 5].map((index) => rect(104 + index * 36, 80, 14, 250, cream)).join(""),
    Array.from({ length: 25 }, (_, index) => {
      const row = Math.floor(index / 5);
      return circle(112 + (index % 5) * 42 + (row % 2) * 21, 124 + row * 42, 9, cream);
    }).join(""),
    stroke("M128 128L272 284M272 128L128 284", colour.dark, 5) + circle(200, 206, 13, colour.light),
    rect(80, 80, 120, 126, colour.light) +
      rect(200, 206, 120, 126, colour.light) +
      rect(200, 80, 120, 126, cream) +
      stroke("M200 80V330M80 206H320", colour.dark, 4),
  ];

  return [
    shadow(210),
    path(body, colour.main),
    clip(
      "body",
      body,
      (patterns[variant] ?? "") +
        `<path d="M262 80H320V330H240Q284 206 262 80Z" fill="${colour.dark}" opacity=".3"/>`,
    ),
    `<path d="${body}" fill="none" stroke="${colour.dark}" stroke-width="6" stroke-linejoin="round"/>`,
  ].join("\n");
};
