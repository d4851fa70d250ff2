/** What the limit of a Redis container must hold, in MiB. */
export interface RedisMemory {
  readonly maxMemoryMiB: number;
  /** Replication backlog, which replicas' buffers share; redis.conf has the same figure. */
  readonly backlogMiB: number;
  /** Pages that are written, and so copied, while a fork saves or sends everything. */
  readonly forkMiB: number;
  /** The process itself, and the allocator's waste. */
  readonly ownMiB: number;
  readonly sumMiB: number;
}

/** A durable primary forks again and again, for RDB and the rewrite of AOF; a cache only when a replica copies everything. */
const forkShare = { durable: 0.25, cache: 0.1 } as const;

export function redisMemory(maxMemoryMiB: number, persistence: keyof typeof forkShare): RedisMemory {
  const backlogMiB = Math.max(64, Math.floor(maxMemoryMiB / 16));
  const forkMiB = Math.ceil(maxMemoryMiB * forkShare[persistence]);
  const ownMiB = 32;
  return { maxMemoryMiB, backlogMiB, forkMiB, ownMiB, sumMiB: maxMemoryMiB + backlogMiB + forkMiB + ownMiB };
}
