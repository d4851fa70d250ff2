/** Times of the coherence protocol, in milliseconds. Every instance of a deployment must use the same. */
export interface CoherenceSettings {
  /** How long an instance trusts the cache without having asked the database which Redis counts. Default 2,000. */
  readonly trustMs?: number | undefined;
  /** A quarter of `trustMs` by default. */
  readonly pollMs?: number | undefined;
  /** Least time between two moves towards a Redis, so that two sides of a partition do not take turns quickly. Default 5,000. */
  readonly holdMs?: number | undefined;
  /** Time that a write may wait in queues between its announcement and the database. Default 2,000. */
  readonly slackMs?: number | undefined;
  /** Time that a fill may take. Default 3,000. */
  readonly leaseMs?: number | undefined;
  /**
   * A write that cannot be announced in Redis: `wait-out` withdraws trust in Redis from every instance and is acknowledged after
   * `trustMs`; `fail` throws CacheUnreachable. Default `wait-out`.
   */
  readonly unreachable?: 'wait-out' | 'fail' | undefined;
}

export interface CoherenceTimes {
  readonly trustMs: number;
  readonly pollMs: number;
  readonly holdMs: number;
  readonly slackMs: number;
  readonly leaseMs: number;
  /** Tolerated difference between clocks of database nodes (CockroachDB: 500 ms) and between clock rates. */
  readonly clockMs: number;
  /** How long a move of the epoch may take from its statement to its commit: a statement timeout, and a slow commit. */
  readonly moveMs: number;
  readonly unreachable: 'wait-out' | 'fail';
}

export function coherenceTimes(settings: CoherenceSettings): CoherenceTimes {
  const trustMs = settings.trustMs ?? 2_000;
  return {
    trustMs,
    pollMs: settings.pollMs ?? trustMs / 4,
    holdMs: settings.holdMs ?? 5_000,
    slackMs: settings.slackMs ?? 2_000,
    leaseMs: settings.leaseMs ?? 3_000,
    clockMs: 500,
    moveMs: 10_000,
    unreachable: settings.unreachable ?? 'wait-out',
  };
}
