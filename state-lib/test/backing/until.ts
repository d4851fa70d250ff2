import { setTimeout } from 'node:timers/promises';

/** Tries again until `work` does not throw; then gives its result. Throws the last error after `milliseconds`. */
export async function until<T>(work: () => Promise<T>, milliseconds = 20_000): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
      await setTimeout(50);
    }
  }
}
