import { clip, cream, type Drawing, path, rect, shadow, stroke } from "./shapes.ts";

const bodies = [
  "M112 150H262V290Q262 328 224 328H150Q112 328 112 290Z",
  "M128 196H252L240 300Q236 328 208 328H172Q144 328 140 300Z",
  "M100 148H270Q270 330 185 330Q100 330 100 148Z",
  "M114 144H260V318Q260 328 250 328H124Q114 328 114 318Z",
] as const;
const handles = [
  "M262 190H286Q314 190 314 226T286 264H262",
  "M250 222H268Q290 222 290 244T268 268H245",
  "M266 180H292Q316 180 314 206T282 250H256",
  "M260 176H288Q310 176 310 200V232Q310 256 288 256H260",
] as const;

export const mug: Drawing = (colour, variant) => {
  const body = bodies[variant] ?? bodies[0];
  const patterns = [
    rect(90, 238, 200, 16, cream) + rect(90, 264, 200, 6, cream),
    rect(90, 270, 200, 70, cream),
    path("M80 232Q120 206 160 232T240 232T320 232V340H80Z", cream),
    rect(90, 144, 200, 14, colour.dark),
  ];

  return [
    shadow(190),
    stroke(handles[variant] ?? handles[0], colour.dark, 20),
    path(body, colour.main),
    clip(
      "body",
      body,
      (patterns[variant] ?? "") +
        `<rect x="222" y="130" width="60" height="210" fill="${colour.dark}" opacity=".32"/>` +
        rect(126, 130, 14, 210, "#ffffff55"),
    ),
    variant === 3
      ? ""
      : stroke("M168 122Q156 104 170 90T170 58", colour.light, 7) +
        stroke("M206 122Q194 104 208 90T208 58", colour.light, 7),
  ].join("\n");
};
