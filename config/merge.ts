type Tree = Readonly<Record<string, unknown>>;

/** `over` laid over `base`: groups merge key by key, everything else is replaced. */
export function merge(base: Tree, over: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isTree(below) && isTree(value) ? merge(below, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
