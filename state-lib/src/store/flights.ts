import { randomUUID } from 'node:crypto';
import { valuePrefix } from '../cache/frame.js';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import { pause } from '../database/pause.js';
import { bySource } from './by-source.js';
import type { Ask, Reader } from './reader.js';

const waits = 6;

/** An ask whose value another fill brings; `flight` when it is one of this process. */
interface Waiting {
  readonly ask: Ask;
  readonly flight: Promise<string | undefined> | undefined;
}

/** Misses: takes leases, loads and fills what it got a lease for, waits for what another fills, passes by what a writer holds. */
export class Flights {
  /** Fills of this process under way, by token and key: the value once it was kept, else undefined. */
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
    const [leased, waiting, passing]: [Ask[], Waiting[], Ask[]] = [[], [], []];
    for (const [index, ask] of asks.entries()) {
      const answer = answers[index] ?? 'Q';
      if (answer === 'L') leased.push(ask);
      else if (answer.startsWith('W'))
        waiting.push({ ask, flight: this.#flights.get(`${answer.slice(1)} ${ask.key}`) });
      // A value of another schema is read past until it expires or is written.
      else if (answer === 'Q' || !this.reader.hit(ask, answer, prefix)) passing.push(ask);
    }
    await Promise.all([
      ...bySource(leased).map((group) => this.#lead(group, generation, token)),
      this.reader.bypass(passing),
      this.#wait(waiting, generation, attempt),
    ]);
  }

  async #lead(asks: readonly Ask[], generation: string, token: string): Promise<void> {
    const flight = this.#load(asks, generation, token);
    const names = asks.map(({ key }) => `${token} ${key}`);
    for (const [index, name] of names.entries())
      this.#flights.set(
        name,
        flight.then((kept) => kept[index]),
      );
    await flight;
    for (const name of names) this.#flights.delete(name);
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

  // A value that was read before a caller asked is good for it only if the fill was kept after it asked. It was, when Redis named that very
  // fill as under way in its answer to the caller.
  async #wait(waiting: readonly Waiting[], generation: string, attempt: number): Promise<void> {
    if (waiting.length === 0) return;
    const asks = waiting.map(({ ask }) => ask);
    if (attempt >= waits) return this.reader.bypass(asks);
    if (waiting.some(({ flight }) => flight === undefined)) await pause(2 ** attempt * 3 * (0.75 + Math.random() / 2));
    const kept = await Promise.all(waiting.map(async ({ flight }) => await flight));
    const trusted = this.watch.trusted() === generation;
    const prefix = valuePrefix(generation);
    const missed = asks.filter((ask, index) => !trusted || !this.reader.hit(ask, kept[index] ?? null, prefix));
    if (missed.length === 0) return;
    if (!trusted) return this.reader.bypass(missed);
    await this.miss(missed, generation, attempt + 1);
  }
}
