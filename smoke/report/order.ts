import { tierNames } from '../../constructs/topology.js';
import type { CheckResult } from '../outcome.js';

/** Tier by tier, in the order of the topology; what is about the whole stack last. Within a tier, the order of arrival by name. */
export function reportOrder(results: readonly CheckResult[]): CheckResult[] {
  const rank = ({ tier }: CheckResult): number => (tier === 'stack' ? tierNames.length : tierNames.indexOf(tier));
  return results.toSorted(
    (one, other) =>
      rank(one) - rank(other) || one.vantage.localeCompare(other.vantage) * -1 || one.name.localeCompare(other.name),
  );
}
