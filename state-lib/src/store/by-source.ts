import type { Ask } from './reader.js';

/** Asks grouped by source, since each source has a statement of its own. */
export function bySource(asks: readonly Ask[]): Ask[][] {
  const groups = new Map<unknown, Ask[]>();
  for (const ask of asks) {
    const group = groups.get(ask.source);
    if (group === undefined) groups.set(ask.source, [ask]);
    else group.push(ask);
  }
  return [...groups.values()];
}
