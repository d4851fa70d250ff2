import { setTimeout } from 'node:timers/promises';
import { Aborted } from '../errors.js';

/** Waits; throws Aborted when the signal aborts first. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal?.aborted === true ? new Aborted(signal.reason) : error;
  }
}

/** Waits before another try, with full jitter: ten tries take about a second, longer than a transaction that was cut off takes to end. */
export async function backOff(attempt: number, signal?: AbortSignal): Promise<void> {
  await pause(Math.random() * Math.min(500, 4 * 2 ** attempt), signal);
}
