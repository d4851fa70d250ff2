import { setTimeout } from 'node:timers/promises';
import { faults } from './faults/index.js';
import type { Target } from './faults/target.js';
import { pick } from './random.js';
import { now } from './record.js';
import type { Window } from './record.js';

export interface Plan {
  /** Operations to reach. */
  readonly operations: number;
  /** Operations from the recovery of a fault to the next one. */
  readonly apart: number;
  /** Kinds of fault. */
  readonly kinds: readonly string[];
  readonly progress: (operations: number, fault: string) => void;
}

const recoveryMs = 15_000;

/** Breaks things, every kind as often, until enough operations have ended; leaves everything mended. */
export async function breakThings(plan: Plan, target: Target): Promise<Window[]> {
  const { workers, random } = target;
  const windows: Window[] = [];
  const done = (): number => workers.reduce((sum, worker) => sum + worker.operations, 0);
  const unbroken = async (from: number): Promise<void> => {
    while (done() < Math.min(plan.operations, from + plan.apart)) await setTimeout(20);
  };
  let left: string[] = [];
  await unbroken(done());
  while (done() < plan.operations) {
    if (left.length === 0) left = [...plan.kinds];
    const kind = pick(random, left);
    left = left.filter((other) => other !== kind);
    const start = now();
    await faults[kind]?.(target);
    const mended = now();
    await recovered(target);
    windows.push({ fault: kind, start, mended, recovered: now() });
    plan.progress(done(), kind);
    await unbroken(done());
  }
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
