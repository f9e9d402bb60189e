import { markdownTable } from "../../lib/table.ts";
import type { Export, Member } from "./read.ts";

/** The exports by their names. */
type Api = ReadonlyMap<string, Export>;

/** The page of the construct library's exports, by folder. */
export function documentApi(exports: readonly Export[]): string {
  const api: Api = new Map(exports.map((each) => [each.name, each]));
  const shown = exports.filter(({ name }) => !isProps(name, api));
  const folders = [...new Set(shown.map(folderOf))].sort();
  const inFolder = (folder: string) => shown.filter((each) => folderOf(each) === folder);
  return [
    "# API of the construct library",
    "",
    "The exports of [index.ts](index.ts) by folder. `npm run api` generates this page from their docstrings. A",
    "construct is made by `new Name(scope, id, props)`; the table in its section lists its props.",
    "",
    ...folders.map((folder) => `- ${folder}: ${inFolder(folder).map(linkTo).join(", ")}`),
    ...folders.flatMap((folder) => [
      "",
      `## ${folder}`,
      ...inFolder(folder).flatMap((each) => section(each, api)),
    ]),
    "",
  ].join("\n");
}

/** Whether these are the props of an export, which its section contains. */
function isProps(name: string, api: Api): boolean {
  return name.endsWith("Props") && api.has(name.replace(/Props$/, ""));
}

/** `constructs/app`, without the folders in it. */
function folderOf({ file }: Export): string {
  return file.match(/^(constructs\/)?[^/]+/)?.[0] ?? file;
}

function linkTo({ name }: Export): string {
  return `[${name}](#${name.toLowerCase()})`;
}

/** An export, with the props that have its name. */
function section({ name, doc, signature, bases, members }: Export, api: Api): string[] {
  const all = [...members, ...(api.get(`${name}Props`)?.members ?? [])];
  const props = all.filter(({ type }) => type !== undefined);
  const others = all.filter(({ type, hasOwnDoc }) => type === undefined && hasOwnDoc);
  const links = bases.flatMap((base) => api.get(base) ?? []).map(linkTo);
  return [
    "",
    `### ${name}`,
    "",
    links.length > 0 ? `${doc} Base types: ${links.join(", ")}.` : doc,
    ...(all.length === 0 ? ["", `\`${signature}\``] : []),
    ...(props.length > 0 ? ["", ...table(props, api)] : []),
    ...(others.length > 0 ? ["", ...others.map(item)] : []),
  ];
}

/** Only where a prop is optional there is a column for defaults. */
function table(props: readonly Member[], api: Api): string[] {
  const hasDefaults = props.some(({ isOptional }) => isOptional);
  const row = (name: string, type: string, preset: string, doc: string) => [
    name,
    type,
    ...(hasDefaults ? [preset] : []),
    doc,
  ];
  return markdownTable([
    row("name", "type", "default", "description"),
    ...props.map((prop) => row(`\`${prop.name}\``, typeOf(prop, api), defaultOf(prop), prop.doc)),
  ]);
}

function typeOf({ type = "" }: Member, api: Api): string {
  const known = api.get(type);
  return known ? linkTo(known) : `\`${type}\``;
}

/** `@default 2` is a value, `@default - none` a sentence. */
function defaultOf({ isOptional, default: text }: Member): string {
  if (!isOptional) return "required";
  return text.startsWith("- ") ? text.slice(2) : `\`${text}\``;
}

function item({ signature, doc }: Member): string {
  return `- \`${signature}\`: ${doc}`;
}
