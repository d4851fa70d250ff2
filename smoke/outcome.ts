import type { TierName } from '../constructs/topology.js';

/** Where a check looks from: a container on the data network, or the machine that the stack runs on. */
export type Vantage = 'inside' | 'host';

/** What a check found. The detail is for a person: what was expected, what was found, what to do; never a secret. */
export interface Outcome {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
}

/** The tier that a check is about; `stack` when it is about all of them. */
export type Subject = TierName | 'stack';

/** One question to a deployed stack. `run` may throw: that counts as failed, with the error's message as detail. */
export interface Check<Context> {
  /** Unique together with the tier. */
  readonly name: string;
  readonly tier: Subject;
  readonly vantage: Vantage;
  run(context: Context): Promise<Outcome>;
}

/** One row of the report, as it is written to JSON. */
export interface CheckResult extends Outcome {
  readonly name: string;
  readonly tier: Subject;
  readonly vantage: Vantage;
  readonly ms: number;
}

export function passed(detail: string): Outcome {
  return { status: 'passed', detail };
}

export function failed(detail: string): Outcome {
  return { status: 'failed', detail };
}

/** The check cannot apply here, and why. */
export function skipped(detail: string): Outcome {
  return { status: 'skipped', detail };
}

/** Failed with all faults when there are any, else passed. */
export function verdict(faults: readonly string[], detail: string): Outcome {
  return faults.length === 0 ? passed(detail) : failed(faults.join('; '));
}
