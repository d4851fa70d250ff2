import { randomUUID } from 'node:crypto';
import { valuePrefix } from '../cache/frame.js';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import { pause } from '../database/pause.js';
import { bySource } from './by-source.js';
import type { Ask, Reader } from './reader.js';

const waits = 6;

/** Misses: takes leases, loads and fills what it got a lease for, waits for what another fills, passes by what a writer holds. */
export class Flights {
  /** Fills of this process under way, by key: the value once it was kept, else undefined. */
  readonly #flights = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    private readonly times: CoherenceTimes,
    private readonly reader: Reader,
  ) {}

  async miss(asks: readonly Ask[], generation: string, attempt: number): Promise<void> {
    const token = randomUUID();
    let answers: string[];
    try {
      answers = await this.cache.acquire(
        asks.map(({ key }) => key),
        generation,
        token,
        this.times.leaseMs,
      );
    } catch {
      return this.reader.bypass(asks);
    }
    if (this.watch.trusted() !== generation) return this.reader.bypass(asks);
    const prefix = valuePrefix(generation);
    const answered = (answer: string): Ask[] => asks.filter((_, index) => answers[index] === answer);
    const [leased, waiting, passing] = [answered('L'), answered('W'), answered('Q')];
    for (const [index, ask] of asks.entries()) {
      const answer = answers[index] ?? '';
      // A value of another schema is read past until it expires or is written.
      if (answer.length > 1 && !this.reader.hit(ask, answer, prefix)) passing.push(ask);
    }
    await Promise.all([
      ...bySource(leased).map((group) => this.#lead(group, generation, token)),
      this.reader.bypass(passing),
      this.#wait(waiting, generation, attempt),
    ]);
  }

  async #lead(asks: readonly Ask[], generation: string, token: string): Promise<void> {
    const flight = this.#load(asks, generation, token);
    for (const [index, { key }] of asks.entries()) {
      const one = flight.then((kept) => kept[index]);
      this.#flights.set(key, one);
      void one.finally(() => {
        if (this.#flights.get(key) === one) this.#flights.delete(key);
      });
    }
    await flight;
  }

  /** Answers the asks, then fills; gives the values that were kept. */
  async #load(asks: readonly Ask[], generation: string, token: string): Promise<(string | undefined)[]> {
    const values = await this.reader.load(asks);
    try {
      if (values === undefined) {
        await this.cache.release(
          asks.map(({ key }) => key),
          generation,
          token,
        );
        return [];
      }
      const fills = asks.map(({ source, id, key }, index) => ({
        key,
        value: source.encode(values[index], generation),
        ttlMs: source.ttlMs(source.name, id),
      }));
      const kept = await this.cache.fill(fills, generation, token);
      return fills.map(({ value }, index) => (kept[index] === true ? value : undefined));
    } catch {
      return [];
    }
  }

  // A value that was read before a caller asked is good for it only if the fill was kept after it asked.
  async #wait(asks: readonly Ask[], generation: string, attempt: number): Promise<void> {
    if (asks.length === 0) return;
    if (attempt >= waits) return this.reader.bypass(asks);
    const own = asks.map(({ key }) => this.#flights.get(key));
    if (own.includes(undefined)) await pause(2 ** attempt * 3 * (0.75 + Math.random() / 2));
    const kept = await Promise.all(own.map(async (flight) => await flight));
    const trusted = this.watch.trusted() === generation;
    const prefix = valuePrefix(generation);
    const missed = asks.filter((ask, index) => !trusted || !this.reader.hit(ask, kept[index] ?? null, prefix));
    if (missed.length === 0) return;
    if (!trusted) return this.reader.bypass(missed);
    await this.miss(missed, generation, attempt + 1);
  }
}
