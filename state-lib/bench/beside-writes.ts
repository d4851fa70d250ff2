import { setImmediate, setTimeout } from 'node:timers/promises';
import { pick, seeded } from '../histories/random.js';
import { closedLoop } from './closed-loop.js';
import type { Sample } from './closed-loop.js';

const inFlight = 256;
/** Milliseconds from the end of a write to the next one. */
export const everyMs = 5;

/** One instance that reads and another one that writes. */
export interface Beside {
  read(key: string): Promise<unknown>;
  /** Gives the version that it wrote. */
  write(key: string): Promise<bigint>;
  close(): Promise<unknown>;
}

export interface BesideSample extends Sample {
  /** Reads that gave less than what was acknowledged before they began. */
  readonly stale: number;
  readonly writes: number;
}

/** One round of reads, all of which were made once before, beside writes. */
export async function besideWrites(
  beside: Beside,
  keys: readonly string[],
  milliseconds: number,
): Promise<BesideSample> {
  const acknowledged = new Map<string, bigint>();
  const random = seeded(5);
  await Promise.all(keys.map(async (key) => await beside.read(key)));
  // The first write of a new instance waits until no other one can trust what it does not know.
  await beside.write(pick(random, keys));
  let [calls, stale, writing] = [0, 0, true];
  const call = async (): Promise<void> => {
    // Answers from memory alone would let nothing else run, the writer included.
    if ((calls += 1) % 512 === 0) await setImmediate();
    const key = pick(random, keys);
    const before = acknowledged.get(key) ?? 0n;
    const row = (await beside.read(key)) as { readonly version: bigint | string };
    if (BigInt(row.version) < before) stale += 1;
  };
  const writer = async (): Promise<number> => {
    let count = 0;
    for (; writing; count += 1) {
      const key = pick(random, keys);
      acknowledged.set(key, await beside.write(key));
      await setTimeout(everyMs);
    }
    return count;
  };
  const writes = writer();
  const sample = await closedLoop(call, inFlight, milliseconds);
  writing = false;
  return { ...sample, stale, writes: await writes };
}
