import { redisMemory } from '../../config/redis-memory.js';
import { redisOwnFiles } from '../../config/rules/redis.js';
import type { Settings } from '../../config/schema.js';
import type { Load, Sums } from './load.js';
import { number } from './number.js';

/** Keys that wait for their expiry, and the allocator's waste. */
const headroom = 1.5;
/** What `redis.maxClients` is at least: the default. */
const leastClients = 10_000;

/** Memory and connections of one Redis. `clients` are the connections of app, Sentinels, replicas and exporter. */
export function sizeRedis(
  { players, kibPerPlayer }: Load,
  persistence: Settings['redis']['persistence'],
  clients: number,
): Sums {
  const data = (players * kibPerPlayer) / 1_024;
  const maxMemory = Math.max(512, Math.ceil((data * headroom) / 256) * 256);
  const { backlogMiB, forkMiB, ownMiB, sumMiB } = redisMemory(maxMemory, persistence);
  const memory = Math.ceil(sumMiB / 256) * 256;
  const maxClients = Math.max(leastClients, 2 * clients);
  return {
    heading: 'Redis',
    lines: [
      { what: 'data', sum: `${number(players)} players × ${number(kibPerPlayer)} KiB`, result: data, unit: 'MiB' },
      {
        what: 'maxmemory',
        sum: `${number(data)} × ${headroom}, at least 512, in steps of 256`,
        result: maxMemory,
        unit: 'MiB',
        key: 'redis.maxMemoryMiB',
      },
      {
        what: 'memory of each',
        sum: `${maxMemory} + ${backlogMiB} backlog + ${forkMiB} fork (${persistence}) + ${ownMiB} itself = ${sumMiB}, in steps of 256`,
        result: memory,
        unit: 'MiB',
        key: 'redis.memoryMiB',
      },
      {
        what: 'clients',
        sum: `most of ${number(leastClients)} and 2 × ${clients}`,
        result: maxClients,
        unit: 'connections',
        key: 'redis.maxClients',
      },
      {
        what: 'open files',
        sum: `${number(maxClients)} + ${redisOwnFiles}, next power of 2`,
        result: 2 ** Math.ceil(Math.log2(maxClients + redisOwnFiles)),
        unit: 'files',
        key: 'redis.openFiles',
      },
    ],
  };
}
