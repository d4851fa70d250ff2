import type { InsideCheck } from '../../inside-context.js';
import { failed, passed, type Outcome } from '../../outcome.js';
import { ask } from '../../probes/http.js';
import { sampleValues } from '../../probes/metrics.js';
import { onCockroach } from '../../stand-in.js';

const metric = 'seconds_until_enterprise_license_expiry';

/** A cluster without a licence works for 7 days, then it is throttled: better told now. */
export const licence: InsideCheck = {
  name: 'the licence is valid',
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) =>
    await onCockroach(context, 'licence', async () => {
      const node = context.endpoint('cockroach', 'console');
      const { body } = await ask(node, context.trust, { path: '/_status/vars' });
      return judgeLicence(sampleValues(body, metric)[0]?.value, context.endpoints('cockroach', 'sql').length);
    }),
};

/** Judges the seconds that CockroachDB says its licence has left: 0 is none, below 0 is expired. */
export function judgeLicence(seconds: number | undefined, nodes: number): Outcome {
  if (seconds === undefined) return failed(`the node has no metric ${metric}`);
  const throttled = 'throttled to 5 open transactions';
  if (seconds < 0)
    return failed(
      `the licence has expired: the cluster is, or soon will be, ${throttled}; set a new one (docs/runbooks/CockroachLicenseExpired.md)`,
    );
  if (seconds > 0) return passed(`valid for ${Math.floor(seconds / 86_400)} days`);
  return nodes === 1
    ? passed('none, and a single node needs none')
    : passed(
        `warning: none is set: 7 days after its start the cluster is ${throttled}; docs/runbooks/CockroachLicenseMissing.md`,
      );
}
