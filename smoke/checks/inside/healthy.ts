import type { TierName } from '../../../constructs/topology.js';
import { faultsOf, whenDeployed } from '../../ask-endpoints.js';
import type { Endpoint } from '../../endpoints.js';
import type { InsideCheck, InsideContext } from '../../inside-context.js';
import { verdict } from '../../outcome.js';

/** What a check of one tier's health asks each of its replicas. */
export interface HealthQuestion {
  readonly tier: TierName;
  /** The port to ask. */
  readonly port: string;
  /** What a healthy replica says, for the report. */
  readonly expected: string;
  /** What is wrong with a replica; undefined when nothing is. */
  readonly fault: (endpoint: Endpoint, context: InsideContext) => Promise<string | undefined>;
}

/** A check that asks every replica of a tier in its own protocol. */
export function healthy({ tier, port, expected, fault }: HealthQuestion): InsideCheck {
  return {
    name: 'every replica is healthy',
    tier,
    vantage: 'inside',
    run: async (context) =>
      await whenDeployed(context, tier, async () => {
        const replicas = context.endpoints(tier, port);
        const faults = await faultsOf(replicas, async (endpoint) => await fault(endpoint, context));
        return verdict(faults, `${replicas.length} of ${replicas.length}: ${expected}`);
      }),
  };
}

/** The fault of an HTTP answer that should have been 200. */
export function notOk(path: string, { status, body }: { status: number; body: string }): string | undefined {
  return status === 200 ? undefined : `${path} answered ${status} ${body.slice(0, 200)}`.trim();
}
