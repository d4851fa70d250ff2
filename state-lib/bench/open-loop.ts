import { setTimeout } from 'node:timers/promises';
import { microseconds } from './closed-loop.js';

/** What an open loop measured; milliseconds from the time at which a call was due. */
export interface OpenSample {
  readonly calls: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** More calls under way than this, and the loop ends: whoever it asks has fallen behind for good. */
const mostUnderWay = 4_000;

/** Begins calls at a fixed rate whether or not earlier ones have ended. */
export async function openLoop(call: () => Promise<unknown>, perSecond: number, seconds: number): Promise<OpenSample> {
  const histogram = microseconds();
  let [errors, underWay] = [0, 0];
  const measured = async (due: number): Promise<void> => {
    underWay += 1;
    await call().catch(() => (errors += 1));
    underWay -= 1;
    histogram.recordValue(Math.max(1, Math.round((performance.now() - due) * 1_000)));
  };
  const start = performance.now();
  const calls: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds && underWay < mostUnderWay; index += 1) {
    const due = start + (index * 1_000) / perSecond;
    const left = due - performance.now();
    if (left >= 1) await setTimeout(left);
    calls.push(measured(due));
  }
  await Promise.all(calls);
  const at = (percent: number): number => histogram.getValueAtPercentile(percent) / 1_000;
  return { calls: calls.length, errors, p50: at(50), p95: at(95), p99: at(99), max: histogram.maxValue / 1_000 };
}
