import type { ServerResource } from "../../../lib/stack/container.ts";
import type { Changes } from "../changes.ts";
import { type Pair, pairsOf } from "../pairs.ts";
import { danger, type Risk } from "../risk.ts";

const SECRET_NAME = /(password|passwd|secret|token|credential|private_?key|api_?key|access_?key)/i;
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]*:[^/\s:@${]+@|(--|\b)(requirepass|password|passwd|secret|token)([=\s]\s*|\s*:\s*)["']?(?![\s"'])(?!\$\{)[^\s"',;]{4,}/i;

/** Finds secrets in plain text, which should be sensitive variables. */
export function secrets(comparison: Changes): Risk[] {
  return [...pairsOf(comparison).flatMap(plain), ...exposedVariables(comparison)];
}

function plain({ name, before, after }: Pair): Risk[] {
  const known = new Map(placesOf(before));
  return placesOf(after)
    .filter(([place, text]) => known.get(place) !== text)
    .map(([place]) =>
      danger(name, `has a secret in plain text in ${place}: make it a sensitive variable`),
    );
}

/** Returns the places that look like a secret, with their text, which is never shown. */
function placesOf(server: ServerResource | undefined): [place: string, text: string][] {
  const { env = [], upload = [], command = [], healthcheck } = server?.attributes ?? {};
  const variables = env.flatMap((line): [string, string][] => {
    const [name = "", value = ""] = line.split(/=(.*)/s);
    const isSecret = SECRET_NAME.test(name) && !/_(file|path)$/i.test(name);
    const isPlain = value !== "" && !value.includes("${");
    return (isSecret && isPlain) || SECRET_TEXT.test(value) ? [[name, value]] : [];
  });
  const texts: [string, string][] = [
    ...upload.map(({ file, content = "" }): [string, string] => [file, content]),
    ["its command", command.join(" ")],
    ["its health check", JSON.stringify(healthcheck ?? "")],
  ];
  return [...variables, ...texts.filter(([, text]) => SECRET_TEXT.test(text))];
}

/** Finds secret variables that Terraform would print, or that have a default. */
function exposedVariables({ before, after }: Changes): Risk[] {
  return [...after.stack.settings.values()].flatMap(({ address, type, id, attributes }): Risk[] => {
    if (type !== "variable") return [];
    const old = before.stack.settings.get(address);
    const wasSecret = old ? old.attributes.sensitive === true : SECRET_NAME.test(id);
    const risks: Risk[] = [];
    if (wasSecret && attributes.sensitive !== true) {
      risks.push(danger(id, "is a variable that is not sensitive: Terraform prints it"));
    }
    if (attributes.sensitive === true && attributes.default !== undefined) {
      if (old?.attributes.default !== attributes.default) {
        risks.push(danger(id, "is a secret with a default: it is in the stage in plain text"));
      }
    }
    return risks;
  });
}
