import type { TierName } from '../../../constructs/topology.js';
import { faultsOf, whenDeployed } from '../../ask-endpoints.js';
import type { Endpoint } from '../../endpoints.js';
import type { InsideCheck, InsideContext } from '../../inside-context.js';
import { verdict } from '../../outcome.js';

/** A password that nobody has. */
export const wrongPassword = 'smoke-wrong-password';

/** What a check of one tier's logins tries at each of its replicas. */
export interface LoginQuestion {
  readonly tier: TierName;
  /** The port to try. */
  readonly port: string;
  /** What was refused, for the report. */
  readonly refused: string;
  /** What is wrong with a replica: whom it let in; undefined when nobody. Throws when it did not answer. */
  readonly fault: (endpoint: Endpoint, context: InsideContext) => Promise<string | undefined>;
}

/** A check that every replica of a tier refuses those who do not know the password. */
export function refusesLogins({ tier, port, refused, fault }: LoginQuestion): InsideCheck {
  return {
    name: 'a wrong password is refused',
    tier,
    vantage: 'inside',
    run: async (context) =>
      await whenDeployed(context, tier, async () => {
        const faults = await faultsOf(
          context.endpoints(tier, port),
          async (endpoint) => await fault(endpoint, context),
        );
        return verdict(faults, refused);
      }),
  };
}
