import { circle, cream, type Drawing, ink, path, rect, shadow, stroke, wood } from "./shapes.ts";

const ticks = (x: number, y: number, radius: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI;
    const at = (r: number) =>
      `${(x + r * Math.sin(angle)).toFixed(1)} ${(y - r * Math.cos(angle)).toFixed(1)}`;
    return stroke(`M${at(radius - 12)}L${at(radius)}`, ink, 5);
  }).join("");

const hands = (x: number, y: number, size: number, accent: string) =>
  [
    stroke(`M${x} ${y}L${x - size * 0.38} ${y - size * 0.3}`, ink, 9),
    stroke(`M${x} ${y}L${x + size * 0.42} ${y - size * 0.56}`, ink, 6),
    stroke(
      `M${x} ${y + size * 0.2}L${x} ${y - size * 0.02}L${x + size * 0.1} ${y + size * 0.62}`,
      accent,
      3,
    ),
    circle(x, y, 8, accent),
  ].join("");

export const clock: Drawing = (colour, variant) => {
  switch (variant) {
    case 0:
      return [
        `<circle cx="204" cy="212" r="124" fill="#1d2327" opacity=".12"/>`,
        circle(200, 202, 124, colour.main),
        circle(200, 202, 100, cream),
        ticks(200, 202, 88, 12),
        hands(200, 202, 84, colour.dark),
      ].join("\n");
    case 1:
      return [
        rect(188, 52, 24, 40, ink),
        rect(150, 48, 100, 12, ink, 6),
        circle(200, 206, 122, colour.dark),
        circle(200, 206, 108, colour.main),
        circle(200, 206, 90, cream),
        ticks(200, 206, 80, 4),
        ticks(200, 206, 80, 12),
        hands(200, 206, 76, colour.main),
      ].join("\n");
    case 2:
      return [
        shadow(190),
        stroke("M140 292L120 326M260 292L280 326", ink, 13),
        stroke("M176 96Q200 66 224 96", ink, 9),
        `<g fill="${colour.dark}"><path d="M112 138Q104 92 150 90Q172 96 170 106Z"/><path d="M288 138Q296 92 250 90Q228 96 230 106Z"/></g>`,
        circle(200, 210, 104, colour.main),
        circle(200, 210, 82, cream),
        ticks(200, 210, 72, 12),
        hands(200, 210, 68, colour.dark),
      ].join("\n");
    default:
      return [
        shadow(230),
        rect(92, 306, 216, 22, wood.dark, 8),
        path("M112 308V196Q112 96 200 96T288 196V308Z", colour.main),
        path("M252 112Q288 140 288 196V308H258Z", colour.dark),
        circle(200, 196, 74, wood.main),
        circle(200, 196, 64, cream),
        ticks(200, 196, 56, 12),
        hands(200, 196, 52, colour.dark),
      ].join("\n");
  }
};
