import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Static, TSchema } from "@sinclair/typebox";
import { Ajv, type ErrorObject } from "ajv";
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider } from "fastify";
import { Problem, quote } from "./problem.ts";

/** Gives requests and responses the types of their schemas. */
interface TypeBox extends FastifyTypeProvider {
  readonly validator: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
  readonly serializer: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
}

/** An app whose routes have TypeBox schemas. */
export type Routes = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBox
>;

// TypeBox makes valid schemas: to compile the schema of schemas would take longer than all of them
const ajv = new Ajv({ verbose: true, meta: false, validateSchema: false });

/** Whether a value fits a schema. */
export function fits<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): value is Static<Schema> {
  // compiles on first use: all schemas at once would make the start of a server longer by a seventh
  return ajv.validate(schema, value);
}

interface Part {
  readonly schema: TSchema;
  /** `body`, `params`, `querystring` or `headers`. */
  readonly httpPart?: string;
}

/**
 * Compiles the schema of a part of requests. Its `description` completes the sentence "it must be
 * …" of the error, and its `title` replaces the property's name there.
 */
export function compileSchema({ schema, httpPart }: Part) {
  return (data: unknown) => {
    readNumbers(schema, data);
    if (fits(schema, data)) return true;
    const [error] = ajv.errors ?? [];
    return { error: error && toProblem(error, httpPart) };
  };
}

/** Reads the whole numbers of an address or a form, which come as texts. */
function readNumbers({ properties = {} }: TSchema, data: unknown): void {
  const fields = (data ?? {}) as Record<string, unknown>;
  for (const name of Object.keys(properties)) {
    const value = fields[name];
    const isInteger = properties[name].type === "integer";
    if (isInteger && typeof value === "string" && /^\d{1,9}$/.test(value)) {
      fields[name] = Number(value);
    }
  }
}

function toProblem({ instancePath, keyword, params, parentSchema, data }: ErrorObject, part = "") {
  const path = instancePath.split("/").slice(1);
  const missing = keyword === "required" ? params.missingProperty : undefined;
  if (missing) path.push(missing);
  const schema: TSchema = missing ? parentSchema?.properties[missing] : parentSchema;
  const { title: name = nameOf(path, part), description } = schema;

  if (part === "params" || keyword === "enum") {
    return new Problem(404, `there is no ${name} ${quote(data)}: it must be ${description}`);
  }
  if (missing) return new Problem(400, `${name} is missing: it must be ${description}`);
  return new Problem(400, `${name} must be ${description}, got ${quote(data)}`);
}

/** Names a value: `quantity in line 1`. */
function nameOf([list, index, name]: string[], part: string): string {
  if (index === undefined) return list ?? `the ${part}`;
  const line = `line ${Number(index) + 1}`;
  return name === undefined ? line : `${name} in ${line}`;
}
