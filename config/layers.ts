import { merge } from './merge.js';

/** Settings from one place, as nested objects; later layers win over earlier ones. */
export interface Layer {
  /** As a person knows it: a file, a variable, a flag. */
  readonly source: string;
  readonly tree: Readonly<Record<string, unknown>>;
  /** Whether it sets single keys, over what the profile says. */
  readonly override?: boolean;
}

/** All layers as one. */
export function mergeLayers(layers: readonly Layer[]): Record<string, unknown> {
  return layers.reduce<Record<string, unknown>>((below, { tree }) => merge(below, tree), {});
}

/** The layer whose value at `path` counts: the last that has it. */
export function layerOf(layers: readonly Layer[], path: readonly PropertyKey[]): Layer | undefined {
  return layers.findLast(({ tree }) => has(tree, path));
}

/** Where a value at `path` comes from; for one that is missing, where the nearest group around it comes from. */
export function sourceOf(layers: readonly Layer[], path: readonly PropertyKey[]): string {
  const prefixes = path.map((_, index) => path.slice(0, path.length - index));
  const nearest = prefixes.map((prefix) => layerOf(layers, prefix)).find((layer) => layer !== undefined);
  return (nearest ?? layers[0])?.source ?? '';
}

function has(tree: unknown, path: readonly PropertyKey[]): boolean {
  let here = tree;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return false;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return true;
}
