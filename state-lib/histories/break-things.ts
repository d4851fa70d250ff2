import { setTimeout } from 'node:timers/promises';
import { cooling, faults } from './faults/index.js';
import type { Target } from './faults/target.js';
import { pick } from './random.js';
import { now } from './record.js';
import type { Window } from './record.js';

export interface Plan {
  /** Operations to reach, and to go on from until every kind of fault has come as often as `leastOfEach`. */
  readonly operations: number;
  /** Operations from the recovery of a fault that leaves the cache cold to the next one; a third of it after others. */
  readonly apart: number;
  /** Kinds of fault. */
  readonly kinds: readonly string[];
  /** Ends it before. */
  readonly signal: AbortSignal | undefined;
  readonly progress: (operations: number, fault: string) => void;
}

const recoveryMs = 15_000;

/** Once in 100,000 operations: ten times in the million of the proof, however fast the machine is. */
const leastOfEach = (operations: number): number => Math.floor(operations / 100_000);

/** Breaks things, every kind as often, until enough operations have ended; leaves everything mended. */
export async function breakThings(plan: Plan, target: Target): Promise<Window[]> {
  const { workers, random } = target;
  const windows: Window[] = [];
  const done = (): number => workers.reduce((sum, worker) => sum + worker.operations, 0);
  let rounds = 0;
  const isShort = (): boolean => done() < plan.operations || rounds < leastOfEach(plan.operations);
  const goesOn = (): boolean => isShort() && plan.signal?.aborted !== true;
  const reached = async (operations: number): Promise<void> => {
    while (goesOn() && done() < operations) await setTimeout(20);
  };
  let left: string[] = [];
  await reached(done() + plan.apart);
  while (goesOn() && plan.kinds.length > 0) {
    if (left.length === 0) left = [...plan.kinds];
    const kind = pick(random, left);
    left = left.filter((other) => other !== kind);
    const start = now();
    await faults[kind]?.(target);
    const mended = now();
    await recovered(target);
    windows.push({ fault: kind, start, mended, recovered: now() });
    plan.progress(done(), kind);
    if (left.length === 0) rounds += 1;
    await reached(done() + (cooling.has(kind) ? plan.apart : plan.apart / 3));
  }
  await reached(plan.operations);
  return windows;
}

/** Waits until every instance trusts the cache again. */
async function recovered({ workers }: Target): Promise<void> {
  await setTimeout(300);
  for (const worker of workers) worker.forget();
  const end = performance.now() + recoveryMs;
  while (!workers.every(({ trusted }) => trusted)) {
    if (performance.now() > end) return;
    await setTimeout(50);
  }
}
