import { redisMemory } from '../redis-memory.js';
import type { Rule } from './rule.js';

/** Redis keeps 32 files for itself. */
export const redisOwnFiles = 32;

/**
 * Limits of Redis and its Sentinels. A primary without persistence that restarts by itself, empty, is no contradiction here: its start
 * script asks the Sentinels first, and waits until one is promoted.
 */
export const redisRules: readonly Rule[] = [
  ({ redis }) => {
    const { backlogMiB, forkMiB, ownMiB, sumMiB } = redisMemory(redis.maxMemoryMiB, redis.persistence);
    return sumMiB > redis.memoryMiB
      ? `redis.maxMemoryMiB, backlog, what a fork copies with persistence "${redis.persistence}" and Redis itself must fit redis.memoryMiB: ` +
          `${redis.maxMemoryMiB} + ${backlogMiB} + ${forkMiB} + ${ownMiB} = ${sumMiB} > ${redis.memoryMiB}; raise redis.memoryMiB to ${sumMiB}`
      : undefined;
  },
  ({ redis }) =>
    redis.maxClients + redisOwnFiles > redis.openFiles
      ? `redis.maxClients needs redis.openFiles of ${redis.maxClients} + ${redisOwnFiles} = ${redis.maxClients + redisOwnFiles}, got ${redis.openFiles}; ` +
        `raise it, or lower redis.maxClients to ${redis.openFiles - redisOwnFiles}`
      : undefined,
  ({ redis }) =>
    redis.quorum >= redis.sentinels
      ? `redis.quorum must be less than redis.sentinels, so that one may be missing: ${redis.quorum} > ${redis.sentinels} - 1 = ${redis.sentinels - 1}; ` +
        `lower redis.quorum to it, or raise redis.sentinels`
      : undefined,
  ({ redis }) =>
    redis.sentinels % 2 === 0
      ? `redis.sentinels must be odd, so that a majority exists, got ${redis.sentinels}; take ${redis.sentinels + 1}`
      : undefined,
  ({ redis }) => {
    const left = redis.replicas - 2;
    return redis.minReplicasToWrite > left
      ? `redis.minReplicasToWrite must be at most redis.replicas without the primary and the one that a failover loses: ` +
          `${redis.minReplicasToWrite} > ${redis.replicas} - 2 = ${left}; ` +
          `lower it, or raise redis.replicas to ${redis.minReplicasToWrite + 2}: else no write works after a failover`
      : undefined;
  },
  ({ redis }) =>
    redis.ioThreads > Math.ceil(redis.cpus)
      ? `redis.ioThreads must be at most redis.cpus, rounded up: ${redis.ioThreads} > ${Math.ceil(redis.cpus)}; lower it, or raise redis.cpus`
      : undefined,
];
