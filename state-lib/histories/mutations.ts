import type { Redis } from 'ioredis';
import { judge } from '../src/database/failure.js';
import { StateError } from '../src/errors.js';
import type { State } from '../src/state.js';

interface Mutation {
  readonly apply: (state: State, raw: Redis) => void;
  /** Kinds of fault that bring it out; empty: it shows without any. */
  readonly faults: readonly string[];
}

/** Each takes one guard out of the protocol; the checker must find every one of them out. */
export const mutations = {
  'no-quarantine': {
    faults: [],
    apply: ({ cache }) => {
      cache.quarantine = async () => {};
    },
  },
  'fill-without-lease': {
    faults: [],
    apply: ({ cache }, raw) => {
      const acquire = cache.acquire.bind(cache);
      // Writers at work and fills of others count for nothing.
      cache.acquire = async (...values) =>
        (await acquire(...values)).map((answer) => (answer === 'Q' || answer.startsWith('W') ? 'L' : answer));
      cache.fill = async (fills) => {
        await Promise.all(fills.map(async ({ key, value, ttlMs }) => await raw.set(key, value, 'PX', ttlMs)));
        return fills.map(() => true);
      };
    },
  },
  'rows-only': {
    faults: [],
    apply: ({ cache }) => {
      const only = (keys: readonly string[]): string[] => keys.filter((key) => /^ps:(entity|region|player):/.test(key));
      const [quarantine, lift] = [cache.quarantine.bind(cache), cache.lift.bind(cache)];
      cache.quarantine = async (keys, ...rest) => await quarantine(only(keys), ...rest);
      cache.lift = async (keys, ...rest) => await lift(only(keys), ...rest);
    },
  },
  'copies-never-dropped': {
    faults: [],
    apply: ({ cache }) => {
      cache.changed = () => {};
    },
  },
  'copies-without-asking': {
    faults: ['instance cut from redis', 'instance cut from the answers of redis'],
    apply: ({ cache }) => {
      // Nothing is sent, so that what cuts the instance off cannot step in either.
      Object.defineProperty(cache, 'catchUp', { get: () => async () => {}, set: () => {} });
    },
  },
  'trust-any-redis': {
    faults: ['instance cut from redis', 'redis failed over', 'redis paused'],
    apply: ({ cache, watch }) => {
      watch.trusted = () => '00000000';
      watch.abandon = async () => await watch.refresh();
      Object.defineProperty(watch, 'epoch', { value: { incarnation: 'any', generation: -1 } });
      Object.defineProperty(watch, 'reachable', { value: true });
      const [quarantine, lift] = [cache.quarantine.bind(cache), cache.lift.bind(cache)];
      cache.quarantine = async (...values) => await quarantine(...values).catch(() => {});
      cache.lift = async (...values) => await lift(...values).catch(() => {});
    },
  },
  'lift-of-any-writer': {
    faults: ['commits after their connections were lost', 'instance killed when it has committed'],
    apply: ({ cache }, raw) => {
      cache.lift = async (keys) => {
        await raw.del(...keys, ...keys.map((key) => `ps:q:${key.slice(3)}`));
      };
    },
  },
  'lift-when-unknown': {
    faults: ['commits after their connections were lost'],
    apply: ({ database }) => {
      const run = database.run.bind(database);
      database.run = async (...values) =>
        await run(...values).catch((error: unknown) => {
          throw judge(error) === 'unknown' ? new StateError('AMBIGUOUS_WRITE', 'unknown, but lifted') : error;
        });
    },
  },
} as const satisfies Record<string, Mutation>;

export type MutationName = keyof typeof mutations;
