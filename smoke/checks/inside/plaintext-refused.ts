import { faultsOf } from '../../ask-endpoints.js';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { askInPlaintext, plaintextFault } from '../../probes/plaintext.js';

/** No port serves a client that does not use TLS. A port that takes no connection serves nobody: that is the TLS check's affair. */
export const plaintextRefused: InsideCheck = {
  name: 'plaintext is refused on every port',
  tier: 'stack',
  vantage: 'inside',
  run: async ({ config: { endpoints } }) => {
    const faults = await faultsOf(endpoints, async (endpoint) => {
      const answer = await askInPlaintext(endpoint).catch(() => undefined);
      return answer === undefined ? undefined : plaintextFault(endpoint.speaks, answer);
    });
    return verdict(faults, `${endpoints.length} ports serve nobody without TLS`);
  },
};
