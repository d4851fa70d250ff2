import type { TierName } from '../constructs/topology.js';
import { describeError } from './describe-error.js';
import { endpointAddress, type Endpoint } from './endpoints.js';
import type { InsideContext } from './inside-context.js';
import { skipped, type Outcome } from './outcome.js';

/** Skips a check of a tier that this stack has none of; runs it otherwise. */
export async function whenDeployed(
  { config }: InsideContext,
  tier: TierName,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const replicas = config.deployed[tier];
  return typeof replicas === 'string' ? skipped(replicas) : await run();
}

/** Asks every endpoint at once. The question gives what is wrong, or throws, or gives undefined when all is well. */
export async function faultsOf(
  endpoints: readonly Endpoint[],
  question: (endpoint: Endpoint) => Promise<string | undefined>,
): Promise<string[]> {
  if (endpoints.length === 0) return ['there is no endpoint to ask'];
  const answers = await Promise.all(
    endpoints.map(async (endpoint) => {
      const fault = await question(endpoint).catch(describeError);
      return fault === undefined ? undefined : `${endpointAddress(endpoint)}: ${fault}`;
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}
