import { setTimeout as sleep } from 'node:timers/promises';

/** A Redis that was just replaced has to earn its trust before anything is served from it. */
const trustMs = 30_000;

/** Asks again, twice a second, until the answer shows a cache in use or the time for that is over; gives the last answer. */
export async function untilCached<T>(ask: () => Promise<T>, isCached: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + trustMs;
  let answer = await ask();
  while (!isCached(answer) && Date.now() < deadline) {
    await sleep(500);
    answer = await ask();
  }
  return answer;
}
