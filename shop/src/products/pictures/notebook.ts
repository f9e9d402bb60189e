import { circle, cream, type Drawing, path, rect, shadow, stroke } from "./shapes.ts";

export const notebook: Drawing = (colour, variant) => {
  const covers = [
    Array.from({ length: 30 }, (_, index) =>
      circle(166 + (index % 5) * 24, 118 + Math.floor(index / 5) * 30, 3.5, cream),
    ).join(""),
    rect(160, 126, 98, 56, cream, 6) +
      stroke("M174 146H244M174 162H222", colour.dark, 5) +
      rect(258, 86, 10, 238, colour.light),
    path("M146 270L196 206L228 246L250 220L286 262V306H146Z", colour.light) +
      circle(242, 146, 24, cream),
    rect(164, 120, 104, 104, cream, 8) +
      rect(164, 120, 104, 24, colour.light, 8) +
      [0, 1, 2, 3, 4, 5, 6, 7, 8]
        .map((index) =>
          rect(
            176 + (index % 3) * 30,
            154 + Math.floor(index / 3) * 22,
            18,
            12,
            index === 4 ? colour.main : "#d9d3c7",
            3,
          ),
        )
        .join(""),
  ];

  return [
    shadow(200),
    `<g transform="rotate(-5 200 200)">`,
    rect(122, 92, 168, 240, colour.dark, 12),
    rect(124, 88, 166, 236, cream, 8),
    stroke("M134 322H284M134 317H284", "#d9d3c7", 2),
    path(
      "M118 96Q118 80 134 80H272Q288 80 288 96V298Q288 314 272 314H134Q118 314 118 298Z",
      colour.main,
    ),
    path("M118 96Q118 80 134 80H142V314H134Q118 314 118 298Z", colour.dark),
    covers[variant] ?? "",
    variant === 1 ? "" : path("M226 300H244V352L235 342L226 352Z", "#d0765a"),
    "</g>",
  ].join("\n");
};
