import { circle, cream, type Drawing, path, rect, shadow, stroke, wood } from "./shapes.ts";

const bodies = [
  "M122 180Q122 88 200 88T278 180V296Q278 328 246 328H154Q122 328 122 296Z",
  "M126 128H274V298Q274 328 244 328H156Q126 328 126 298Z",
  "M118 150Q118 82 200 82T282 150V302Q282 328 256 328H144Q118 328 118 302Z",
  "M124 110Q124 92 142 92H258Q276 92 276 110V310Q276 328 258 328H142Q124 328 124 310Z",
] as const;

export const backpack: Drawing = (colour, variant) => {
  const body = bodies[variant] ?? bodies[0];
  const fronts = [
    rect(144, 222, 112, 84, colour.dark, 16) +
      rect(144, 222, 112, 32, colour.light, 14) +
      circle(200, 254, 8, wood.main),
    rect(120, 92, 160, 46, colour.dark, 10) +
      stroke("M126 116H274", colour.light, 5) +
      rect(190, 84, 20, 132, wood.main, 6) +
      rect(184, 196, 32, 22, cream, 5) +
      rect(148, 242, 104, 64, colour.dark, 12),
    path("M118 176V150Q118 82 200 82T282 150V176Q240 198 200 198T118 176Z", colour.dark) +
      rect(148, 170, 14, 62, wood.main, 5) +
      rect(238, 170, 14, 62, wood.main, 5) +
      rect(148, 232, 104, 70, colour.light, 14) +
      stroke("M148 256H252", colour.dark, 4),
    stroke("M142 150H258", cream, 5) +
      circle(256, 150, 6, wood.main) +
      rect(146, 200, 108, 104, colour.dark, 12) +
      rect(182, 224, 36, 24, wood.main, 4),
  ];

  return [
    shadow(200),
    stroke("M172 96Q172 58 200 58T228 96", colour.dark, 12),
    stroke("M126 190Q94 210 104 300M274 190Q306 210 296 300", colour.dark, 18),
    path(body, colour.main),
    `<path d="M250 100Q276 120 276 180V310Q276 328 246 328H236Q258 250 250 100Z" fill="${colour.dark}" opacity=".4"/>`,
    fronts[variant] ?? "",
  ].join("\n");
};
