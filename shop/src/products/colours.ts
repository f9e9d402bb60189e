/** A product's colour: its display name, and the shades of its picture. */
export interface Colour {
  readonly name: string;
  readonly main: string;
  readonly dark: string;
  readonly light: string;
  readonly background: string;
}

export const colours: readonly Colour[] = [
  { name: "Sage", main: "#8fae8b", dark: "#6c8c69", light: "#b9d0b5", background: "#eef4ea" },
  { name: "Terracotta", main: "#d0765a", dark: "#ab593f", light: "#e6a48e", background: "#fbeee7" },
  { name: "Ochre", main: "#dfa640", dark: "#b98326", light: "#f0cb82", background: "#fcf4e1" },
  { name: "Midnight", main: "#34507a", dark: "#22375a", light: "#6483b0", background: "#e9eef7" },
  { name: "Rose", main: "#d98c9c", dark: "#b96879", light: "#edb9c3", background: "#fcedf0" },
  { name: "Sky", main: "#73abd0", dark: "#4f88ae", light: "#a8cee7", background: "#e8f3fa" },
  { name: "Plum", main: "#7d5a86", dark: "#5d4066", light: "#a98bb1", background: "#f3edf6" },
  { name: "Charcoal", main: "#50565c", dark: "#363b40", light: "#858c93", background: "#eef0f1" },
  { name: "Lagoon", main: "#3f9b98", dark: "#2c7774", light: "#82c4c1", background: "#e5f4f3" },
  { name: "Coral", main: "#ee8268", dark: "#c9614a", light: "#f7b3a2", background: "#fdeee9" },
];
