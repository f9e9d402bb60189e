import { Testing } from "cdktf";
import { parseStack, type Stack } from "../../../commands/stack/stack.ts";
import { blueprint, type StageJson, stages } from "../../synthesize.ts";

const texts = new Map<number, string>();

/** The JSON of a stage, by its number. */
export function jsonOf(number: number): string {
  const Stage = stages[number - 1];
  if (!Stage) throw new Error(`there is no stage ${number}`);
  const text = texts.get(number) ?? Testing.synth(new Stage(blueprint()), true);
  texts.set(number, text);
  return text;
}

/** A stage as it is synthesized, after an edit of its JSON. */
export function stackOf(number: number, edit: (stage: StageJson) => void = () => {}): Stack {
  const json: StageJson = JSON.parse(jsonOf(number));
  edit(json);
  return parseStack(JSON.stringify(json), `stage-${number}`);
}
