import { contradictions } from './rules.js';
import { settingsSchema } from './schema.js';
import type { Path } from './watched.js';

type Tree = Readonly<Record<string, unknown>>;

/** Limits that contradict each other whatever the settings at `faulty` should have been. */
export function contradictionsBeside(faulty: readonly Path[], tree: Tree): string[] {
  const paths = faulty.map(settingOf);
  const rest = settingsSchema.safeParse(paths.reduce<Tree>(without, tree));
  return rest.success ? contradictions(rest.data, paths) : [];
}

/** The setting whose value has the path in it, which may lead into a list. */
function settingOf(path: Path): Path {
  const list = path.findIndex((step) => typeof step === 'number');
  return list === -1 ? path : path.slice(0, list);
}

function without(tree: Tree, [first, ...rest]: Path): Tree {
  const key = String(first);
  const { [key]: value, ...others } = tree;
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  return rest.length > 0 && isGroup ? { ...others, [key]: without(value as Tree, rest) } : others;
}
