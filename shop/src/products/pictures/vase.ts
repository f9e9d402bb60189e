import { circle, clip, cream, type Drawing, path, rect, shadow, stroke } from "./shapes.ts";

const bodies = [
  "M182 128H218V188Q264 206 264 266Q264 328 224 328H176Q136 328 136 266Q136 206 182 188Z",
  "M184 190H216V206Q258 222 258 272Q258 328 200 328T142 272Q142 222 184 206Z",
  "M164 136H236Q232 166 252 188Q272 214 256 268L236 328H164L144 268Q128 214 148 188Q168 166 164 136Z",
  "M146 152H254V312Q254 328 238 328H162Q146 328 146 312Z",
] as const;
const stem = "#6c8c69";

const twig = [
  stroke("M200 200Q194 130 214 62M203 140L176 100M204 118L238 92", stem, 5),
  path(
    "M176 100Q150 96 148 70Q176 72 176 100ZM238 92Q262 86 268 60Q240 62 238 92ZM214 62Q198 42 212 22Q230 40 214 62Z",
    "#8fae8b",
  ),
].join("");
const flower = [
  stroke("M200 210Q206 150 196 106", stem, 6),
  ...[0, 60, 120, 180, 240, 300].map(
    (angle) =>
      `<ellipse cx="196" cy="76" rx="14" ry="24" fill="#f3c4cb" transform="rotate(${angle} 196 98)"/>`,
  ),
  circle(196, 98, 14, "#dfa640"),
].join("");
const grass = [
  stroke("M190 160Q176 100 140 66M200 160Q200 90 204 40M210 160Q226 104 262 76", "#c9a56b", 5),
  `<g fill="#e3c48f"><ellipse cx="138" cy="62" rx="9" ry="26" transform="rotate(-38 138 62)"/><ellipse cx="204" cy="40" rx="9" ry="28"/><ellipse cx="264" cy="72" rx="9" ry="26" transform="rotate(42 264 72)"/></g>`,
].join("");

export const vase: Drawing = (colour, variant) => {
  const body = bodies[variant] ?? bodies[0];
  const contents = [twig, flower, grass, twig];
  const patterns = [
    rect(120, 262, 160, 10, cream) + rect(120, 282, 160, 5, cream),
    path("M120 270Q140 252 160 270T200 270T240 270T280 270V340H120Z", colour.light),
    rect(120, 206, 160, 40, cream) +
      stroke("M136 240L156 212L176 240L196 212L216 240L236 212L256 240", colour.dark, 5),
    rect(146, 250, 120, 80, cream),
  ];

  return [
    shadow(160),
    contents[variant] ?? "",
    path(body, colour.main),
    clip(
      "body",
      body,
      (patterns[variant] ?? "") +
        `<rect x="226" y="120" width="60" height="220" fill="${colour.dark}" opacity=".36"/>` +
        rect(156, 120, 12, 220, "#ffffff44"),
    ),
  ].join("\n");
};
