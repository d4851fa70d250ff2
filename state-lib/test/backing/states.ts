import { openState } from '../../src/state.js';
import type { State, StateSettings } from '../../src/state.js';
import { lastingPrimary, startBacking } from './stack.js';
import type { Backing } from './stack.js';
import { until } from './until.js';

export const shortTimes = { trustMs: 500, holdMs: 525 };

/** Waits until the instance uses the cache. */
export async function trusted(state: State): Promise<void> {
  await until(async () => {
    if (state.watch.trusted() === undefined) throw new Error('the cache is not trusted yet');
  });
}

/** Two instances on real programs. */
export interface Pair {
  readonly backing: Backing;
  readonly one: State;
  readonly two: State;
  stop(): Promise<void>;
}

export async function startPair(settings: Partial<StateSettings> = {}): Promise<Pair> {
  const backing = await startBacking(lastingPrimary);
  const all = { ...backing.settings, coherence: shortTimes, ...settings };
  const [one, two] = await Promise.all([
    until(async () => await openState(all)),
    until(async () => await openState(all)),
  ]);
  await Promise.all([trusted(one), trusted(two)]);
  const stop = async (): Promise<void> => {
    await Promise.all([one.close(), two.close()]);
    await backing.stop();
  };
  return { backing, one, two, stop };
}
