/** The difference of two lists, by a key; in the order of the lists. */
export interface Sets<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly kept: readonly T[];
}

export function compareSets<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): Sets<T> {
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  return {
    added: after.filter((item) => !old.has(key(item))),
    removed: before.filter((item) => !now.has(key(item))),
    kept: after.filter((item) => old.has(key(item))),
  };
}
