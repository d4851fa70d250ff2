import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RedisCache } from '../cache/redis-cache.js';
import type { EpochWatch } from '../coherence/epoch-watch.js';
import type { CoherenceTimes } from '../coherence/settings.js';
import { pause } from '../database/pause.js';
import { bySource, LoadFailed, refuse } from './ask.js';
import type { Ask } from './ask.js';
import type { Reader } from './reader.js';

const waits = 6;

/** Values of a fill by key, once it was kept. */
type Flight = Promise<ReadonlyMap<string, string> | LoadFailed>;

/** An ask whose value another fill brings; `flight` when it is one of this process. */
interface Waiting {
  readonly ask: Ask;
  readonly flight: Flight | undefined;
}

/** Misses: takes leases, loads and fills what it got a lease for, waits for what another fills, passes by what a writer holds. */
export class Flights {
  /** Fills of this process under way, by token and source. */
  readonly #flights = new Map<string, Flight>();

  constructor(
    private readonly cache: RedisCache,
    private readonly watch: EpochWatch,
    private readonly times: CoherenceTimes,
    private readonly reader: Reader,
  ) {}

  /** Answers the asks. `learn` is told how many of them got a lease. */
  async miss(
    asks: readonly Ask[],
    generation: string,
    attempt: number,
    learn?: (leased: number) => void,
  ): Promise<void> {
    const token = randomUUID();
    let answers: string[];
    try {
      answers = await this.cache.acquire(
        asks.map(({ entry }) => entry.key),
        generation,
        token,
        this.times.leaseMs,
      );
    } catch {
      return this.reader.bypass(asks);
    }
    if (this.watch.trusted() !== generation) return this.reader.bypass(asks);
    const [leased, waiting, held]: [Ask[], Waiting[], [Ask, string][]] = [[], [], []];
    for (const [index, ask] of asks.entries()) {
      const answer = answers[index] ?? 'Q';
      if (answer === 'L') leased.push(ask);
      else if (answer.startsWith('W'))
        waiting.push({ ask, flight: this.#flights.get(flightName(answer.slice(1), ask)) });
      else held.push([ask, answer]);
    }
    // What writers are at work on, and a value of another schema, which is read past until it expires or is written.
    const passing = this.reader.hits(
      held.map(([ask]) => ask),
      held.map(([, answer]) => answer),
      generation,
    );
    learn?.(leased.length);
    await Promise.all([
      ...bySource(leased).map((group) => this.#lead(group, generation, token)),
      this.reader.bypass(passing),
      this.#wait(waiting, generation, attempt),
    ]);
  }

  async #lead(asks: readonly Ask[], generation: string, token: string): Promise<void> {
    const name = flightName(token, asks[0] as Ask);
    const flight = this.#load(asks, generation, token);
    this.#flights.set(name, flight);
    try {
      await flight;
    } finally {
      this.#flights.delete(name);
    }
  }

  /** Answers the asks, then fills; gives the values that were kept. */
  async #load(asks: readonly Ask[], generation: string, token: string): Flight {
    const kept = new Map<string, string>();
    const values = await this.reader.load(asks);
    if (values instanceof LoadFailed) {
      const keys = asks.map(({ entry }) => entry.key);
      await this.cache.release(keys, generation, token).catch(() => {});
      return values;
    }
    // What those who have their values ask for next goes first.
    for (let turn = 0; turn < 2; turn += 1) await setImmediate();
    try {
      const mark = { generation, token };
      const fills = asks.map(({ source, entry }, index) => ({
        key: entry.key,
        value: source.encode(values[index], mark),
        ttlMs: source.ttlMs(source.name, entry.id, entry, values[index] === undefined),
      }));
      const answers = await this.cache.fill(fills, generation, token);
      for (const [index, { key, value }] of fills.entries()) if (answers[index] === true) kept.set(key, value);
    } catch {
      // The lease runs out by itself.
    }
    return kept;
  }

  // A value that was read before a caller asked is good for it only if the fill was kept after it asked. It was, when Redis named that very
  // fill as under way in its answer to the caller.
  async #wait(waiting: readonly Waiting[], generation: string, attempt: number): Promise<void> {
    if (waiting.length === 0) return;
    const asks = waiting.map(({ ask }) => ask);
    if (attempt >= waits) return this.reader.bypass(asks);
    if (waiting.some(({ flight }) => flight === undefined)) await pause(2 ** attempt * 3 * (0.75 + Math.random() / 2));
    const left: Ask[] = [];
    const kept: (string | undefined)[] = [];
    for (const { ask, flight } of waiting) {
      const end = await flight;
      // To lead, fail and wait in turns would burden a database that fails already.
      if (end instanceof LoadFailed) refuse([ask], end.error);
      else {
        left.push(ask);
        kept.push(end?.get(ask.entry.key));
      }
    }
    if (this.watch.trusted() !== generation) return this.reader.bypass(left);
    const missed = this.reader.hits(left, kept, generation);
    if (missed.length > 0) await this.miss(missed, generation, attempt + 1);
  }
}

function flightName(token: string, { source }: Ask): string {
  return `${token} ${source.name}`;
}
