let results: Map<object, Map<string, unknown>> | undefined;

/** Renders something that is complete: meanwhile, what is computed `once` is computed no second time. */
export function rendering<T>(render: () => T): T {
  results = new Map();
  try {
    return render();
  } finally {
    results = undefined;
  }
}

/**
 * A result of something that grows until it is rendered: before that, it is computed each time.
 * @param owner what it is a result of
 * @param name which result of the owner it is
 */
export function once<T>(owner: object, name: string, compute: () => T): T {
  if (results === undefined) return compute();
  const own = results.get(owner) ?? new Map<string, unknown>();
  results.set(owner, own);
  if (!own.has(name)) own.set(name, compute());
  return own.get(name) as T;
}
