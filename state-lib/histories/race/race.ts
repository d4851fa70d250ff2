import { setTimeout } from 'node:timers/promises';
import type { Contender } from './contender.js';

export interface RaceResult {
  readonly name: string;
  readonly mode: string;
  readonly reads: number;
  /** Reads, begun after the write and its invalidation had ended, that found the version before it. */
  readonly stale: number;
}

/**
 * The racing fill, once for each key: the first instance misses and reads version 1 from the source; the second writes version 2 and
 * invalidates; the fill of the first arrives after that. Then both read, five times.
 */
export async function race(contender: Contender, keys: readonly string[]): Promise<RaceResult> {
  let [reads, stale] = [0, 0];
  for (const key of keys) {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const reading = contender.readSlowly(key, gate);
    await setTimeout(30);
    await contender.write(key);
    open();
    await reading;
    await setTimeout(20);
    for (let round = 0; round < 5; round += 1)
      for (const version of await contender.read(key)) {
        reads += 1;
        stale += version < 2 ? 1 : 0;
      }
  }
  return { name: contender.name, mode: contender.mode, reads, stale };
}
