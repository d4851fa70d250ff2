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
