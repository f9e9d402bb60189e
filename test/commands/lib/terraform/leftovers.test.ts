import { expect, test } from "vitest";
import { type Labelled, parseList } from "../../../../commands/lib/labelled.ts";
import { findDeposed, findLeftovers } from "../../../../commands/lib/terraform/leftovers.ts";
import type { State } from "../../../../commands/lib/terraform/state.ts";

const app: Labelled = { kind: "container", id: "c1", name: "shop-app-1" };
const web: Labelled = { kind: "container", id: "c2", name: "shop-web-1" };
const network: Labelled = { kind: "network", id: "n1", name: "shop-app" };

function stateOf(...objects: State["objects"]): State {
  return { objects };
}

test("an object in the state is no leftover", () => {
  const state = stateOf(
    { type: "docker_container", id: "c1", tainted: false, deposed: false },
    { type: "docker_network", id: "n1", tainted: false, deposed: false },
  );

  expect(findLeftovers([app, network], state)).toEqual([]);
});

test("an object that is not in the state is a leftover of an interrupted run", () => {
  const state = stateOf({ type: "docker_container", id: "c1", tainted: false, deposed: false });

  expect(findLeftovers([app, web, network], state)).toEqual([
    { ...web, why: "left over from an interrupted run" },
    { ...network, why: "left over from an interrupted run" },
  ]);
});

test("a tainted container is removed, because its replacement needs its name", () => {
  const state = stateOf({ type: "docker_container", id: "c1", tainted: true, deposed: false });

  expect(findLeftovers([app], state)).toEqual([{ ...app, why: "its last start failed" }]);
});

test("a deposed container is renamed once", () => {
  const state = stateOf({ type: "docker_container", id: "c1", tainted: false, deposed: true });

  expect(findDeposed([app, network], state)).toEqual([app]);
  expect(findDeposed([{ ...app, name: "shop-app-1-deposed" }], state)).toEqual([]);
  expect(findLeftovers([app], state)).toEqual([]);
});

test("a tainted network stays: Terraform replaces it itself", () => {
  expect(
    findLeftovers(
      [network],
      stateOf({ type: "docker_network", id: "n1", tainted: true, deposed: false }),
    ),
  ).toEqual([]);
});

test("Docker's lists are parsed line by line", () => {
  expect(parseList("container", "c1\tshop-app-1\nc2\tshop-web-1\n")).toEqual([app, web]);
  expect(parseList("network", "")).toEqual([]);
});
