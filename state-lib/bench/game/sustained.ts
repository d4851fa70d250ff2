import { openLoop } from '../open-loop.js';
import type { OpenSample } from '../open-loop.js';
import type { Game } from './player.js';

/** The highest rate that kept the promise, and what it looked like there. */
export interface Sustained {
  readonly perSecond: number;
  readonly sample: OpenSample | undefined;
}

const keeps = ({ p95, p99, errors }: OpenSample): boolean => p95 < 10 && p99 < 50 && errors === 0;

/** Fewer, and one write more or less among them decides what their P95 is. */
const leastCalls = 600;

/** Lower rates would take minutes each to try, and no contender that wins is among them. */
export const leastRate = 50;

/** How to look for a rate. */
export interface Search {
  /** How long to try a rate, longer where that would be too few calls. */
  readonly seconds: number;
  /** How often to halve the gap between what was kept and what was not. */
  readonly steps: number;
  /** The first rate to try; 100. */
  readonly from?: number | undefined;
}

/** Looks for the highest rate at P95 < 10 ms and P99 < 50 ms: doubles it until it is not kept, then halves the gap. 0: less than `leastRate`. */
export async function sustained(
  { prepare, move }: Pick<Game, 'prepare' | 'move'>,
  { seconds, steps, from = 100 }: Search,
): Promise<Sustained> {
  let best: Sustained = { perSecond: 0, sample: undefined };
  let [low, high] = [0, from];
  const attempt = async (rate: number): Promise<boolean> => {
    const calls = Math.max(rate * seconds, leastCalls);
    // One round of two may meet somebody else's work on the machine.
    for (let round = 0; round < 2; round += 1) {
      prepare(calls);
      const sample = await openLoop(move, rate, calls / rate);
      if (!keeps(sample) || sample.calls < calls) continue;
      best = { perSecond: rate, sample };
      return true;
    }
    return false;
  };
  while (high <= 25_600 && (await attempt(high))) [low, high] = [high, high * 2];
  for (let step = 0; step < steps && high > leastRate; step += 1) {
    const middle = Math.round((low + high) / 2);
    if (await attempt(middle)) low = middle;
    else high = middle;
  }
  return best;
}
