import { X509Certificate } from 'node:crypto';
import { endpointAddress } from '../../endpoints.js';
import type { InsideCheck } from '../../inside-context.js';
import { failed, passed, type Outcome } from '../../outcome.js';
import { openTls } from '../../probes/tls.js';

/** From here on the report warns; a rotation renews them with the stack in use. */
const warnDays = 30;
/** From here on the check fails: what was deployed today may not last the week. */
const failDays = 7;

/** How long the certificates last that the ports really serve, and those that these checks log in with. Ports without TLS are the TLS check's affair. */
export const certificatesValid: InsideCheck = {
  name: 'certificates are valid for weeks to come',
  tier: 'stack',
  vantage: 'inside',
  run: async ({ config: { endpoints }, trust, monitor, monitoring }) => {
    const served = await Promise.all(
      endpoints.map(async (endpoint) => {
        const socket = await openTls(endpoint, trust).catch(() => undefined);
        if (socket === undefined) return [];
        const { valid_to } = socket.getPeerCertificate();
        socket.destroy();
        return [{ owner: endpointAddress(endpoint), end: valid_to }];
      }),
    );
    const own = [
      { owner: 'the authority', pem: trust.ca },
      { owner: `SQL user ${monitor.user}`, pem: monitor.cert },
      { owner: 'the client of metrics', pem: monitoring.cert },
    ];
    const ends = own.flatMap(({ owner, pem }) =>
      pem === undefined ? [] : [{ owner, end: new X509Certificate(pem).validTo }],
    );
    return judgeLifetimes([...ends, ...served.flat()], new Date());
  },
};

/** Fails below 7 days, warns below 30. `end` is as OpenSSL prints it. */
export function judgeLifetimes(certificates: readonly { owner: string; end: string }[], now: Date): Outcome {
  const left = certificates
    .map(({ owner, end }) => ({ owner, days: Math.floor((Date.parse(end) - now.getTime()) / 86_400_000) }))
    .toSorted((one, other) => one.days - other.days);
  const [first] = left;
  if (first === undefined) return failed('there is no certificate to look at');
  if (first.days >= warnDays)
    return passed(`${left.length} certificates; ${first.owner} is first, in ${first.days} days`);
  const soon = left.filter(({ days }) => days < warnDays).map(({ owner, days }) => `${owner} expires in ${days} days`);
  const detail = `${soon.join(', ')}; renew them: npm run certs -- --rotate (docs/secrets.md)`;
  return first.days < failDays ? failed(detail) : passed(`warning: ${detail}`);
}
