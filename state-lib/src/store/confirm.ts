import type { Observer } from '../observer.js';
import { answer } from './ask.js';
import type { Ask } from './ask.js';
import type { Batch } from './batch.js';
import type { Copy, Entry } from './copies.js';
import { HitCount } from './hit-count.js';

/** Whether Redis would have told of a change to the copy by now. `since`: see Told; `now`: of `performance.now()`. */
export function isFollowed(entry: Entry, since: number, now: number): boolean {
  return since !== 0 && entry.followed === since && now < entry.followedUntil;
}

/** Answers asks and batches by the copies that Redis has told of no change to since then; gives what is left to ask for. */
export function confirm(asks: readonly Ask[], batches: readonly Batch[], since: number, observer: Observer): Ask[] {
  const count = new HitCount(observer);
  const changed: Ask[] = [];
  for (const ask of asks) {
    const { entry, source, others } = ask;
    if (entry.followed === since) {
      answer(ask, (entry.copy as Copy).value, 'cache');
      count.add(source.name, 1 + (others?.length ?? 0));
    } else changed.push(ask);
  }
  for (const batch of batches) {
    const { source, followed } = batch;
    let good = 0;
    for (let index = 0; index < followed.length; index += 1) {
      const entry = followed[index];
      if (entry === undefined) continue;
      if (entry.followed === since) {
        good += 1;
        batch.take(index, (entry.copy as Copy).value);
      } else changed.push(batch.ask(index, entry));
    }
    count.add(source.name, good);
  }
  count.end();
  return changed;
}
