import { type Drawing, path, rect, shadow, stroke, wood } from "./shapes.ts";

export const chair: Drawing = (colour, variant) => {
  switch (variant) {
    case 0:
      return [
        shadow(180),
        stroke("M144 222L128 324M256 222L272 324", wood.dark, 13),
        stroke("M162 226L156 316M238 226L244 316", wood.main, 11),
        stroke("M148 210V96M252 210V96", wood.main, 13),
        rect(138, 82, 124, 72, colour.main, 20),
        rect(138, 128, 124, 26, colour.dark, 13),
        rect(126, 204, 148, 32, colour.main, 16),
        rect(126, 222, 148, 14, colour.dark, 7),
      ].join("\n");
    case 1:
      return [
        shadow(230),
        stroke("M124 296L114 326M276 296L286 326", wood.dark, 14),
        rect(112, 92, 176, 170, colour.main, 46),
        stroke("M172 120V204M228 120V204", colour.dark, 5),
        rect(122, 208, 156, 62, colour.light, 20),
        rect(82, 186, 52, 120, colour.dark, 24),
        rect(266, 186, 52, 120, colour.dark, 24),
        rect(112, 262, 176, 44, colour.main, 14),
      ].join("\n");
    case 2:
      return [
        shadow(160),
        stroke("M168 146L140 322M232 146L260 322", wood.main, 12),
        stroke("M186 146L180 314M214 146L220 314", wood.dark, 9),
        stroke("M152 252H248", wood.dark, 9),
        rect(132, 112, 136, 40, colour.main, 20),
        rect(132, 134, 136, 18, colour.dark, 9),
        path("M144 112Q144 74 200 74T256 112Q230 96 200 96T144 112Z", colour.light),
      ].join("\n");
    default:
      return [
        shadow(240),
        stroke("M104 326L150 236L290 226L312 326", wood.main, 13),
        stroke("M132 272L296 272", wood.dark, 9),
        path(
          "M88 104Q108 82 132 100L186 206L294 214Q316 222 304 244L170 252Q152 252 142 236Z",
          colour.main,
        ),
        path("M170 252L304 244Q316 222 294 214L282 213Q296 228 280 234L166 238Z", colour.dark),
        rect(92, 98, 62, 34, colour.light, 16),
      ].join("\n");
  }
};
