import { faultsOf } from '../../ask-endpoints.js';
import { describeError } from '../../describe-error.js';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { selfSigned } from '../../probes/other-authority.js';
import { openTls } from '../../probes/tls.js';

/** Every port speaks TLS with a certificate that is the stack's own and has the tier's name. */
export const tlsEverywhere: InsideCheck = {
  name: "TLS with the stack's certificates on every port",
  tier: 'stack',
  vantage: 'inside',
  run: async ({ config: { endpoints }, trust }) => {
    const other = { ca: selfSigned('another authority').cert };
    const faults = await faultsOf(endpoints, async (endpoint) => {
      (await openTls(endpoint, trust)).destroy();
      const untrusted = await openTls(endpoint, other).catch(describeError);
      if (typeof untrusted === 'string') return undefined;
      untrusted.destroy();
      return 'its certificate is trusted by another authority too';
    });
    return verdict(faults, `${endpoints.length} ports: the right name, trusted by the stack's authority and no other`);
  },
};
