import { pause } from '../database/pause.js';
import { generationText } from '../cache/frame.js';
import type { Observer } from '../observer.js';
import type { Epoch, EpochStore } from './epoch-store.js';
import { outlived } from './settings.js';
import type { CoherenceTimes } from './settings.js';

/** The connection to Redis, as far as trust is concerned. */
export interface CacheLink {
  /** Incarnation of the primary that the connection reaches now; undefined while it reaches none. */
  readonly incarnation: string | undefined;
  /** Drops the connection and asks the Sentinels again who is primary. */
  reconnect(): void;
}

/** What a write carries into the database, which refuses it when either no longer holds. */
export interface Guard {
  readonly generation: number;
  /** Time, by the database's clock, after which the write must not begin. */
  readonly deadline: string;
}

/**
 * Decides whether cached values may be used now. An instance trusts the cache for `trustMs` from before it last read the epoch, and only
 * over a connection to the very incarnation that the epoch names. After the epoch moved on, no write is sent for
 * `trustMs`, so no trust in an older epoch outlives it.
 */
export class EpochWatch {
  #epoch: (Epoch & { readonly at: number }) | undefined;
  #trustUntil = 0;
  #settledAt = 0;
  #suspect = '';
  #refreshing: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(
    private readonly store: EpochStore,
    private readonly link: CacheLink,
    private readonly times: CoherenceTimes,
    private readonly observer: Observer,
  ) {}

  /** Reads the epoch once, then keeps watching until `stop`. */
  async start(): Promise<void> {
    await this.refresh();
    void this.#watch();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** The generation, as values carry it, whose values may be used at this moment; undefined: none. */
  trusted(): string | undefined {
    const epoch = this.#epoch;
    if (epoch === undefined || epoch.incarnation === '' || epoch.incarnation !== this.link.incarnation)
      return undefined;
    return performance.now() < this.#trustUntil ? generationText(epoch.generation) : undefined;
  }

  /** The epoch as last read. Throws before the first read. */
  get epoch(): Epoch {
    if (this.#epoch === undefined) throw new Error('the cache epoch was not read yet');
    return this.#epoch;
  }

  /** Whether the connection reaches the Redis that the epoch names. */
  get reachable(): boolean {
    return this.epoch.incarnation === this.link.incarnation;
  }

  guard(): Guard {
    const epoch = this.#epoch;
    if (epoch === undefined) throw new Error('the cache epoch was not read yet');
    const clock = epoch.clock + performance.now() - epoch.at;
    return { generation: epoch.generation, deadline: new Date(clock + this.times.slackMs).toISOString() };
  }

  /** Reads the epoch; calls that overlap share one read that began after them, or nearly so. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => (this.#refreshing = undefined));
    await this.#refreshing;
  }

  /** Withdraws trust in every Redis, if `generation` is still current. */
  async abandon(generation: number): Promise<void> {
    await this.store.move(generation, '', 0);
    await this.#read();
    this.observer.noticed('cache abandoned', { generation, now: this.epoch.generation });
  }

  /** Waits until no instance can trust what an earlier epoch allowed. */
  async settled(): Promise<void> {
    for (let left = this.#settledAt - performance.now(); left > 0; left = this.#settledAt - performance.now())
      await pause(left);
  }

  async #read(): Promise<void> {
    const before = performance.now();
    const epoch = await this.store.read();
    const at = performance.now();
    const known = this.#epoch;
    if (known !== undefined && known.generation > epoch.generation) return;
    this.#epoch = { ...epoch, at };
    const until = before + this.times.trustMs;
    if (known?.generation === epoch.generation) {
      this.#trustUntil = Math.max(this.#trustUntil, until);
      return;
    }
    this.#trustUntil = until;
    const gone = outlived(this.times.trustMs);
    // `revoked_at` is noted before the move can be seen: it may have waited for a lock for as long as its statement may run.
    const left = Math.min(gone, gone + this.times.clockMs + this.times.moveMs - epoch.revokedAgo);
    this.#settledAt = Math.max(this.#settledAt, at + left);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    let failing = false;
    while (!signal.aborted) {
      try {
        await this.refresh();
        await this.#adopt();
        if (failing) this.observer.noticed('epoch readable again', {});
        failing = false;
      } catch (error) {
        if (!failing)
          this.observer.noticed('epoch unreadable', { error: error instanceof Error ? error.message : String(error) });
        failing = true;
      }
      await pause(this.times.pollMs * (0.8 + Math.random() * 0.2), signal).catch(() => {});
    }
  }

  /** Proposes the Redis that the Sentinels name when the epoch names none, or another one that cannot be reached. */
  async #adopt(): Promise<void> {
    const { incarnation } = this.link;
    const { epoch } = this;
    if (incarnation === undefined || incarnation === epoch.incarnation || epoch.movedAgo < this.times.holdMs) return;
    if (epoch.incarnation !== '' && this.#suspect !== `${epoch.generation} ${incarnation}`) {
      this.#suspect = `${epoch.generation} ${incarnation}`;
      this.link.reconnect();
      return;
    }
    await this.store.move(epoch.generation, incarnation, this.times.holdMs);
    await this.refresh();
    this.observer.noticed('cache adopted', { generation: this.epoch.generation, incarnation: this.epoch.incarnation });
  }
}
