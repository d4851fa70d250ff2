import type { Settings } from '../../../config/schema.js';
import type { Bench, Repair } from './bench.js';

/** One way to break a stack, and what the smoke checks say of it. */
export interface BrokenStack {
  readonly what: string;
  /** Every check that fails, as `tier: name`; those that the break is there for come first. */
  readonly fails: readonly string[];
  /** Checks that may fail with it too, by chance: a connection that is kept, a time limit that is just met. */
  readonly mayFail?: readonly string[];
  /** Whether the checks look at what happened since before the break. */
  readonly countsBreak?: boolean;
  /** Whether a stack of these settings has what is broken. Default: it has. */
  readonly isBreakable?: (settings: Settings) => boolean;
  /** Breaks the stack; gives the repair. */
  readonly break: (bench: Bench) => Promise<Repair>;
}

export const healthy = 'every replica is healthy';
export const refuses = 'a wrong password is refused';

/** What always fails with a replica that does not run. */
export const notRunning = [
  "stack: TLS with the stack's certificates on every port",
  'stack: every container runs and is healthy',
] as const;
