import { StateError } from '../errors.js';

/** Times of the coherence protocol, in milliseconds. Every instance of a deployment must use the same. */
export interface CoherenceSettings {
  /** How long an instance trusts the cache without having asked the database which Redis counts. Default 2,000. */
  readonly trustMs?: number | undefined;
  /** A quarter of `trustMs` by default. */
  readonly pollMs?: number | undefined;
  /**
   * Least time between two moves towards a Redis, so that two sides of a partition do not take turns quickly and no trust in the former
   * Redis is left when the next one is trusted: at least `trustMs` × 1.05, for clocks that differ in rate. Default 5,000, or that much
   * if it is more.
   */
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

/**
 * Milliseconds for which readers are given the value from before a write under way; after them, they ask the database. Usual writes are
 * done by then, and one that died is not hidden for longer.
 */
export const previousMs = 250;

/** How much longer a duration may be by one instance's clock than by another's; real clocks differ by less than a thousandth. */
const clockRate = 1.05;

/** Time by the database's clock that no trust of `trustMs`, by any instance's clock, outlives. */
export function outlived(trustMs: number): number {
  return Math.ceil(trustMs * clockRate);
}

/** The times with their defaults. Throws COHERENCE_SETTINGS when `holdMs` is shorter than a trust may last. */
export function coherenceTimes(settings: CoherenceSettings): CoherenceTimes {
  const trustMs = settings.trustMs ?? 2_000;
  const least = outlived(trustMs);
  const holdMs = settings.holdMs ?? Math.max(5_000, least);
  if (!(holdMs >= least))
    throw new StateError(
      'COHERENCE_SETTINGS',
      `coherence.holdMs must be at least trustMs × ${clockRate} = ${trustMs} × ${clockRate} = ${least}, found ${holdMs}: raise holdMs or lower trustMs`,
    );
  return {
    trustMs,
    pollMs: settings.pollMs ?? trustMs / 4,
    holdMs,
    slackMs: settings.slackMs ?? 2_000,
    leaseMs: settings.leaseMs ?? 3_000,
    clockMs: 500,
    moveMs: 10_000,
    unreachable: settings.unreachable ?? 'wait-out',
  };
}
