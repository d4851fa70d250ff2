import type { Ask } from './ask.js';
import type { Copy } from './copies.js';

/**
 * Milliseconds after which a value that Redis has not told of is read again all the same, so that Redis sees what is used
 * and evicts something else.
 */
const followedMs = 5_000;

/** How values were read. */
interface Read {
  /** See Told. */
  readonly since: number;
  readonly reading: number;
  readonly copies: readonly Copy[] | undefined;
}

/** Copies that are what was read are followed from here on, unless their keys changed since. */
export function follow(asks: readonly Ask[], values: readonly (string | null)[], read: Read): void {
  const now = performance.now();
  for (let index = 0; index < asks.length; index += 1) {
    const { entry } = asks[index] as Ask;
    const value = values[index] ?? '';
    const { copy } = entry;
    if (entry.reading !== read.reading || copy === undefined) continue;
    if (value === '=' ? read.copies?.[index] !== copy : !value.startsWith(copy.header)) continue;
    entry.followed = read.since;
    entry.followedUntil = now + followedMs * (0.8 + Math.random() * 0.4);
  }
}
