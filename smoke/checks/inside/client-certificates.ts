import { faultsOf } from '../../ask-endpoints.js';
import { database } from '../../../templates/sql/bootstrap.js';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { ask } from '../../probes/http.js';
import { selfSigned, type SelfSigned } from '../../probes/other-authority.js';
import { startSession } from '../../probes/postgres-startup.js';
import { openTls } from '../../probes/tls.js';

/** Where a certificate is the login, none and a forged one are refused. Whether the right one is taken, health checks show. */
export const clientCertificates: InsideCheck = {
  name: 'no client certificate, or a forged one, is refused',
  tier: 'stack',
  vantage: 'inside',
  run: async ({ config: { endpoints }, trust }) => {
    const scraped = endpoints.filter(({ clientCertificate }) => clientCertificate);
    const nodes = endpoints.filter(({ tier, name }) => tier === 'cockroach' && name === 'sql');
    const faults = await Promise.all([
      faultsOf(scraped, async (endpoint) =>
        firstLetIn('prometheus', async (proof) => {
          const { status } = await ask(endpoint, { ...trust, ...proof }, { path: '/metrics' });
          return status < 400;
        }),
      ),
      faultsOf(nodes, async (endpoint) =>
        firstLetIn('root', async (proof) => {
          const socket = await openTls(endpoint, { ...trust, ...proof });
          return (await startSession(socket, { user: 'root', database })) === 'nothing';
        }),
      ),
    ]);
    return verdict(faults.flat(), `${scraped.length} metrics ports, and root at ${nodes.length} database nodes`);
  },
};

/** A server that cuts the connection has refused too. */
async function firstLetIn(
  commonName: string,
  letIn: (proof: Partial<SelfSigned>) => Promise<boolean>,
): Promise<string | undefined> {
  if (await letIn({}).catch(() => false)) return `lets a client in without a certificate`;
  if (await letIn(selfSigned(commonName)).catch(() => false))
    return `lets a client in with a certificate of another authority for ${commonName}`;
  return undefined;
}
