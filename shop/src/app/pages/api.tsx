interface Schema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A body of a request or a response; its content by media type. */
interface Body {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
}

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

/** The parts of an OpenAPI document that the page shows. */
export interface Description {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The OpenAPI document of the JSON API, for people. */
export function ApiPage({ description: { info, paths } }: { description: Description }) {
  return (
    <section class="narrow">
      <h1>The JSON API</h1>
      <p>{info.description}</p>
      {Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => (
          <OperationPanel
            key={method + path}
            call={`${method.toUpperCase()} ${path}`}
            operation={operation}
          />
        )),
      )}
      <p class="actions">
        <a class="button quiet" href="/openapi.json">
          The same as an OpenAPI document
        </a>
      </p>
    </section>
  );
}

function OperationPanel({ call, operation }: { call: string; operation: Operation }) {
  const { summary, parameters = [], requestBody, responses } = operation;
  return (
    <div class="panel">
      <h2>{summary}</h2>
      <p>
        <code>{call}</code>
      </p>
      <dl class="details">
        {parameters.map((parameter) => (
          <Entry
            key={parameter.name}
            name={`${parameter.name} (${parameter.in}${parameter.required ? "" : ", optional"})`}
            body={parameter}
          />
        ))}
        {requestBody ? <Entry name="body" body={requestBody} /> : null}
        {Object.entries(responses).map(([status, body]) => (
          <Entry key={status} name={status === "default" ? "otherwise" : status} body={body} />
        ))}
      </dl>
    </div>
  );
}

function Entry({ name, body: { description, content = {} } }: { name: string; body: Body }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {description}
        {Object.values(content).map(({ schema }) => (
          <p key={schema.type}>
            <code>{shapeOf(schema)}</code>
          </p>
        ))}
      </dd>
    </>
  );
}

/** The shape of a value: `{"id": string, …}`. */
function shapeOf({ type, enum: values, items, properties }: Schema): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (items) return `[${shapeOf(items)}]`;
  if (!properties) return type;
  const fields = Object.entries(properties).map(
    ([name, schema]) => `"${name}": ${shapeOf(schema)}`,
  );
  return `{${fields.join(", ")}}`;
}
