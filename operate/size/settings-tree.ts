/** Settings by key, such as `redis.memoryMiB`, as the groups that a profile has. */
export function settingsTree(settings: ReadonlyMap<string, number>): Record<string, Record<string, number>> {
  const tree: Record<string, Record<string, number>> = {};
  for (const [key, value] of settings) {
    const [group = '', name = ''] = key.split('.');
    tree[group] = { ...tree[group], [name]: value };
  }
  return tree;
}
