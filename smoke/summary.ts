import type { CheckResult } from './outcome.js';

/** How many checks ended in which way. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function summarize(results: readonly Pick<CheckResult, 'status'>[]): Summary {
  const count = (status: CheckResult['status']): number => results.filter((each) => each.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** 0 only when no check failed and at least one was made. */
export function exitCode(results: readonly Pick<CheckResult, 'status'>[]): 0 | 1 {
  return results.length > 0 && summarize(results).failed === 0 ? 0 : 1;
}
