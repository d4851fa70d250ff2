import { randomUUID } from 'node:crypto';
import type { RedisCache } from '../cache/redis-cache.js';
import { judge } from '../database/failure.js';
import { pause } from '../database/pause.js';
import { AmbiguousWrite, CacheUnreachable, StateError } from '../errors.js';
import type { Observer } from '../observer.js';
import type { EpochWatch, Guard } from './epoch-watch.js';
import type { CoherenceTimes } from './settings.js';

/** What a write gives back when its guard no longer held, so that nothing was written. */
export const guardLost = Symbol('guard lost');

/** Announces writes before they can be committed and acknowledges them when no reader can see an older value. */
export class GuardedWrites {
  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    private readonly times: CoherenceTimes,
    /** Longest time that a statement of the database runs, in milliseconds. */
    private readonly statementTimeoutMs: number,
    private readonly observer: Observer,
  ) {}

  /**
   * Runs `write`, which must carry the guard into its transaction. `keys` are the value keys of every row, list and bounds result that
   * the write can change. Throws AmbiguousWrite when the outcome is unknown: the keys then stay quarantined until no commit can come.
   */
  async run<T>(keys: readonly string[], write: (guard: Guard) => Promise<T | typeof guardLost>): Promise<T> {
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const guard = this.watch.guard();
      const writer = await this.#announce(keys, guard);
      if (writer === undefined) continue;
      const result = await this.#attempt(keys, writer, () => write(guard));
      if (result !== guardLost) {
        await this.#withdraw(keys, writer, guard);
        await this.watch.settled();
        return result;
      }
      this.#lift(keys, writer);
      this.observer.noticed('write guard lost', { generation: guard.generation, attempt });
      if (attempt > 1) await pause(Math.random() * 50 * attempt);
      await this.watch.refresh();
    }
    throw new StateError(
      'EPOCH_UNSTABLE',
      'the trusted Redis changed again and again while the write ran; nothing was written',
    );
  }

  /** Gives the writer's id; empty where no Redis is trusted, so that none needs to know; undefined: try again. */
  async #announce(keys: readonly string[], guard: Guard): Promise<string | undefined> {
    if (this.watch.epoch.incarnation === '') return '';
    const writer = randomUUID();
    try {
      if (!this.watch.reachable) throw new Error('not connected to the trusted Redis');
      await this.cache.quarantine(keys, writer, this.times.slackMs + this.statementTimeoutMs * 2 + 2_000);
      return writer;
    } catch (error) {
      if (this.times.unreachable === 'fail') throw new CacheUnreachable(error);
      await this.watch.abandon(guard.generation);
      return undefined;
    }
  }

  async #attempt<T>(keys: readonly string[], writer: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      // A commit may still come: only time makes the keys safe again.
      if (judge(error) === 'unknown') throw new AmbiguousWrite(error);
      this.#lift(keys, writer);
      throw error;
    }
  }

  // After a commit: a quarantine that was evicted or flushed meanwhile must not leave a value behind, so this is waited for.
  async #withdraw(keys: readonly string[], writer: string, guard: Guard): Promise<void> {
    if (writer === '') return;
    try {
      if (!this.watch.reachable || this.watch.epoch.generation !== guard.generation) throw new Error('another Redis');
      await this.cache.lift(keys, writer);
    } catch {
      await this.watch.abandon(guard.generation);
    }
  }

  #lift(keys: readonly string[], writer: string): void {
    if (writer !== '') this.cache.lift(keys, writer).catch(() => {});
  }
}
