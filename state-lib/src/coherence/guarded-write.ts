import { randomUUID } from 'node:crypto';
import { generationText } from '../cache/frame.js';
import type { RedisCache, Successor } from '../cache/redis-cache.js';
import { judge } from '../database/failure.js';
import { pause } from '../database/pause.js';
import { AmbiguousWrite, CacheUnreachable, StateError } from '../errors.js';
import type { Observer } from '../observer.js';
import type { EpochWatch, Guard } from './epoch-watch.js';
import type { CoherenceTimes } from './settings.js';

/** What a write gives back when its guard no longer held, so that nothing was written. */
export const guardLost = Symbol('guard lost');

/**
 * A write whose keys no reader fills, until it ends or its time runs out. Readers are given the value from before it for a short while, or
 * ask the database.
 */
export interface Announcement {
  readonly guard: Guard;
  readonly keys: readonly string[];
  /** Empty where no Redis is trusted, so that none needs to know. */
  readonly writer: string;
  /** Headers of the values that readers are given, by key; they end with the write. */
  readonly previous: ReadonlyMap<string, string>;
}

const nothing: ReadonlyMap<string, string> = new Map();

/** Announces writes before they can be committed and acknowledges them when no reader can see an older value. */
export class GuardedWrites {
  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    private readonly times: CoherenceTimes,
    /** Longest time that a statement, or a session idle in a transaction, lasts, in milliseconds. */
    private readonly statementTimeoutMs: number,
    private readonly observer: Observer,
  ) {}

  /**
   * Runs `write`, which must carry the guard into its transaction. `keys` are the value keys of every row and list that the write can
   * change; `next` gives values that take the place of previous ones, as the very transaction left them. Throws AmbiguousWrite when the
   * outcome is unknown: the keys then stay quarantined until no commit can come.
   */
  async run<T>(
    keys: readonly string[],
    write: (announced: Announcement) => Promise<T | typeof guardLost>,
    next?: (result: T, announced: Announcement) => readonly Successor[],
  ): Promise<T> {
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const announced = await this.announce(keys);
      const result = await this.#attempt(announced, write);
      if (result !== guardLost) {
        await this.committed(announced, () => next?.(result, announced));
        return result;
      }
      await this.lost(announced, attempt);
    }
    throw this.unstable();
  }

  /** Quarantines the keys; withdraws trust in a Redis that cannot be told. Throws CacheUnreachable where the setting says to fail. */
  async announce(keys: readonly string[]): Promise<Announcement> {
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      // Before the commit rather than before the answer: else one reader could see the new value, and a later one, elsewhere, the old one.
      await this.watch.settled();
      const guard = this.watch.guard();
      if (this.watch.epoch.incarnation === '') return { guard, keys, writer: '', previous: nothing };
      const writer = randomUUID();
      try {
        if (!this.watch.reachable) throw new Error('not connected to the trusted Redis');
        const previous = await this.#twice(guard, async () => await this.#quarantine(guard, keys, writer));
        return { guard, keys, writer, previous };
      } catch (error) {
        if (this.times.unreachable === 'fail') throw new CacheUnreachable(error);
        await this.watch.abandon(guard.generation);
      }
    }
    throw this.unstable();
  }

  /**
   * Ends after a commit, when no instance can find or fill an older value. A quarantine may have been evicted or flushed meanwhile,
   * so that lifting it, which drops what was filled, is waited for. `successors` may fail: then the epoch moves, as for a lift that fails.
   */
  async committed(
    { guard, keys, writer }: Announcement,
    successors?: () => readonly Successor[] | undefined,
  ): Promise<void> {
    if (writer !== '')
      try {
        if (!this.watch.reachable || this.watch.epoch.generation !== guard.generation) throw new Error('another Redis');
        await this.#twice(guard, async () => await this.cache.lift(keys, writer, successors?.()));
      } catch {
        await this.watch.abandon(guard.generation).catch((error: unknown) => {
          // It is committed: nothing that goes wrong from here on may read as "nothing was written".
          throw new AmbiguousWrite(error);
        });
      }
    await this.watch.settled();
  }

  /** Ends when nothing was written. */
  rolledBack({ keys, writer }: Announcement): void {
    if (writer !== '') this.cache.lift(keys, writer).catch(() => {});
  }

  /** Ends when nothing was written because the epoch moved, or the announcement waited too long; reads the epoch for another try. */
  async lost(announced: Announcement, attempt: number): Promise<void> {
    this.rolledBack(announced);
    this.observer.noticed('write guard lost', { generation: announced.guard.generation, attempt });
    if (attempt > 1) await pause(Math.random() * 50 * attempt);
    await this.watch.refresh();
  }

  /**
   * Ends when a commit may still come: only time makes the keys safe again. They are dropped once more after it, should the announcement have been
   * evicted or flushed meanwhile.
   */
  async unknown({ guard, keys, writer, previous }: Announcement, error: unknown): Promise<AmbiguousWrite> {
    if (writer !== '') setTimeout(() => void this.cache.lift(keys, writer).catch(() => {}), this.#lasts).unref();
    // Its caller looks for itself what came of it. Where this fails, the previous values end soon.
    if (previous.size > 0) await this.#quarantine(guard, keys, writer).catch(() => {});
    return new AmbiguousWrite(error);
  }

  unstable(): StateError {
    return new StateError(
      'EPOCH_UNSTABLE',
      'the trusted Redis changed again and again while the write ran; nothing was written',
    );
  }

  /** Milliseconds after which no commit of a write can come any more. */
  get #lasts(): number {
    return this.times.slackMs + this.statementTimeoutMs * 2 + 2_000;
  }

  /**
   * Once more after a failure, where the same Redis is reached still: one late answer must not make every instance's cache cold. To
   * announce or to lift twice is the same as once, but for previous values, which the second drops.
   */
  async #twice<T>({ generation }: Guard, command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (error) {
      if (!this.watch.reachable || this.watch.epoch.generation !== generation) throw error;
      return await command();
    }
  }

  async #quarantine(guard: Guard, keys: readonly string[], writer: string): Promise<ReadonlyMap<string, string>> {
    return await this.cache.quarantine(keys, writer, this.#lasts, generationText(guard.generation));
  }

  async #attempt<T>(announced: Announcement, write: (announced: Announcement) => Promise<T>): Promise<T> {
    try {
      return await write(announced);
    } catch (error) {
      if (judge(error) === 'unknown') throw await this.unknown(announced, error);
      this.rolledBack(announced);
      throw error;
    }
  }
}
