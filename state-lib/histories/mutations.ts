import type { Redis } from 'ioredis';
import { Following } from '../src/cache/following.js';
import { writersKey } from '../src/cache/scripts.js';
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
    // What no writer lives to lift.
    faults: ['instance killed when it has committed', 'commits after their connections were lost'],
    apply: ({ cache }) => {
      cache.quarantine = async () => new Map();
    },
  },
  'previous-kept': {
    faults: [],
    apply: ({ cache }, raw) => {
      cache.lift = async (keys, writer) => {
        await Promise.all(keys.map(async (key) => await raw.zrem(writersKey(key), writer)));
      };
    },
  },
  'previous-outlives-its-writer': {
    faults: ['instance killed when it has committed'],
    apply: ({ cache }, raw) => {
      const quarantine = cache.quarantine.bind(cache);
      cache.quarantine = async (...values) => {
        const previous = await quarantine(...values);
        await Promise.all([...previous.keys()].map(async (key) => await raw.pexpire(key, 60_000)));
        return previous;
      };
    },
  },
  'successor-of-anything': {
    faults: [],
    apply: ({ cache }, raw) => {
      const lift = cache.lift.bind(cache);
      // Whatever other writers did meanwhile.
      cache.lift = async (keys, writer, ...[successors = []]) => {
        await lift(keys, writer);
        await Promise.all(successors.map(async ({ key, value, ttlMs }) => await raw.set(key, value, 'PX', ttlMs)));
      };
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
  'placement-not-pinned': {
    faults: [],
    apply: ({ database }) => {
      // Rows may be written that are in other lists than those announced.
      const run = database.run.bind(database);
      database.run = async (statement, ...rest) =>
        await run(
          { ...statement, text: statement.text.replaceAll(/ OR b\.was_\w+ IS DISTINCT FROM i\.was_\w+/g, '') },
          ...rest,
        );
    },
  },
  'seen-for-too-long': {
    faults: [],
    apply: ({ entities }) => {
      const getMany = entities.getMany.bind(entities);
      entities.getMany = async (keys, options) =>
        await getMany(keys, options?.staleMs === undefined ? options : { ...options, staleMs: options.staleMs * 20 });
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
  'changes-while-reading-ignored': {
    faults: [],
    apply: ({ cache }) => {
      // As if a change took back only what was followed, and not what a read under way is about to follow.
      const reading = new Map<string, number>();
      const [read, changed] = [cache.read.bind(cache), cache.changed];
      const count = (keys: readonly string[], by: number): void =>
        keys.forEach((key) => reading.set(key, (reading.get(key) ?? 0) + by));
      cache.changed = (key) => {
        if ((reading.get(key) ?? 0) === 0) changed(key);
      };
      cache.read = async (keys, ...rest) => {
        count(keys, 1);
        return await read(keys, ...rest).finally(() => count(keys, -1));
      };
    },
  },
  'followed-after-reading': {
    faults: [],
    apply: ({ cache }) => {
      const read = cache.read.bind(cache);
      cache.read = async (keys, headers, following) => {
        const values = await read(keys, headers, 0);
        await read(keys, undefined, following);
        return values;
      };
    },
  },
  'flush-not-told': {
    faults: ['redis flushed'],
    apply: () => {
      Following.prototype.renew = () => {};
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
      cache.quarantine = async (...values) => await quarantine(...values).catch(() => new Map());
      cache.lift = async (...values) => await lift(...values).catch(() => {});
    },
  },
  'acknowledged-at-once': {
    faults: ['instance cut from the database, the others from redis'],
    apply: ({ watch }) => {
      // As if no instance could trust a Redis any more as soon as the epoch has moved.
      watch.settled = async () => {};
    },
  },
  'lift-of-any-writer': {
    faults: ['commits after their connections were lost'],
    apply: ({ cache }, raw) => {
      cache.lift = async (keys) => {
        await raw.del(...keys, ...keys.map(writersKey));
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
