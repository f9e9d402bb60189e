import { dirname, relative, resolve } from "node:path";
import ts from "typescript";
import { root } from "../../../environment.ts";

/** Something with a docstring. */
interface Described {
  readonly name: string;
  /** As it is written, without modifiers and body: `Blueprint.of(scope: Construct): Blueprint`. */
  readonly signature: string;
  /** On one line. A member without its own has that of the member that it implements. */
  readonly doc: string;
}

/** An export of a module. */
export interface Export extends Described {
  /** The path of its file from the checkout's folder. */
  readonly file: string;
  /** The names in its `extends` and `implements`. */
  readonly bases: readonly string[];
  /** The public members: of a class its own, of an interface also those of its bases. */
  readonly members: readonly Member[];
}

/** A public member of a class or an interface. */
export interface Member extends Described {
  /** Of a property of an interface; undefined for all else. */
  readonly type?: string;
  readonly hasOwnDoc: boolean;
  readonly isOptional: boolean;
  /** The text of `@default`. */
  readonly default: string;
}

/** Reads the exports of a module. Packages are not resolved, which saves the compiler seconds. */
export function readExports(path: string): Export[] {
  const file = resolve(root, path);
  const options = { module: ts.ModuleKind.NodeNext, lib: ["lib.es5.d.ts"], types: [] };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => ({
      resolvedModule: text.startsWith(".") ? at(text, from) : undefined,
    }));
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile);
  return checker
    .getExportsOfModule(module as ts.Symbol)
    .map((each) => (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each))
    .map((symbol) => exportOf(symbol, checker));
}

function at(text: string, from: string): ts.ResolvedModuleFull {
  return { resolvedFileName: resolve(dirname(from), text), extension: ts.Extension.Ts };
}

function exportOf(symbol: ts.Symbol, checker: ts.TypeChecker): Export {
  const declaration = declarationOf(symbol);
  const { heritageClauses = [] } = declaration as ts.ClassDeclaration;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const properties = type.flags & ts.TypeFlags.Object ? type.getProperties() : [];
  const members = ts.isClassDeclaration(declaration)
    ? [...(symbol.exports?.values() ?? []), ...(symbol.members?.values() ?? [])]
    : properties;
  return {
    ...describe(symbol, checker),
    file: relative(root, declaration.getSourceFile().fileName),
    bases: heritageClauses.flatMap((clause) => textOf(clause).match(/\w+/g) ?? []),
    members: members.filter(isPublic).map((member) => memberOf(member, checker)),
  };
}

function memberOf(symbol: ts.Symbol, checker: ts.TypeChecker): Member {
  const declaration = declarationOf(symbol);
  return {
    ...describe(symbol, checker),
    type: ts.isPropertySignature(declaration) ? textOf(declaration.type ?? declaration) : undefined,
    hasOwnDoc: ts.getJSDocCommentsAndTags(declaration).some(ts.isJSDoc),
    isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
    default: tagsOf(symbol, "default", checker).join(),
  };
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker): Described {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const parameters = tagsOf(symbol, "param", checker).map((tag) => tag.replace(/^\w+/, "`$&`:"));
  return {
    name: symbol.name,
    signature: signatureOf(declarationOf(symbol)),
    doc: oneLine(`${text} ${parameters.join("; ")}`),
  };
}

function tagsOf(symbol: ts.Symbol, tag: string, checker: ts.TypeChecker): string[] {
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === tag);
  return tags.map(({ text }) => oneLine(ts.displayPartsToString(text)));
}

function signatureOf(declaration: ts.Declaration): string {
  if (ts.isConstructorDeclaration(declaration)) {
    const parameters = declaration.parameters.map((each) => textOf(each.name, each));
    return `new ${declaration.parent.name?.text}(${parameters.join(", ")})`;
  }
  const { name, type, initializer, parent } = declaration as ts.PropertyDeclaration;
  const isStatic = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static;
  const owner = isStatic ? `${(parent as ts.ClassDeclaration).name?.text}.` : "";
  const text = textOf(name, type ?? initializer ?? name);
  return owner + (ts.isGetAccessor(declaration) ? text.replace("()", "") : text);
}

function declarationOf({ declarations = [] }: ts.Symbol): ts.Declaration {
  return declarations[0] as ts.Declaration;
}

/** Classes have members without a declaration, too: `prototype`. */
function isPublic(symbol: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const declaration = symbol.declarations?.[0];
  return declaration !== undefined && !(ts.getCombinedModifierFlags(declaration) & hidden);
}

function textOf(from: ts.Node, to = from): string {
  const text = oneLine(from.getSourceFile().text.slice(from.getStart(), to.end));
  return text.replaceAll("( ", "(").replace(/,? \)/g, ")");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
