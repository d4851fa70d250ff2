type Tree = Readonly<Record<string, unknown>>;

/** `over` laid over `base`: groups merge key by key, everything else is replaced. */
export function merge(base: Tree, over: Tree): Record<string, unknown> {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = result.get(key);
    result.set(key, isTree(below) && isTree(value) ? merge(below, value) : value);
  }
  return Object.fromEntries(result);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
