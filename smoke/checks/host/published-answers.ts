import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../describe-error.js';
import { endpoints, type Endpoint } from '../../endpoints.js';
import type { HostCheck } from '../../host/host-context.js';
import { verdict } from '../../outcome.js';
import { openTls } from '../../probes/tls.js';

/** What is published answers over TLS under the name `localhost`, with the stack's own certificate. */
export const publishedAnswers: HostCheck = {
  name: 'published addresses answer over TLS',
  tier: 'stack',
  vantage: 'host',
  run: async ({ settings, facts }) => {
    const ca = readFileSync(join(facts.secrets, 'smoke', 'ca.crt'), 'utf8');
    const published = endpoints(settings).flatMap((endpoint) => {
      const external = facts.publish[endpoint.tier]?.[endpoint.port];
      return external === undefined
        ? []
        : [{ ...endpoint, host: facts.publishAddress, port: external + endpoint.index, serverName: 'localhost' }];
    });
    const answers = await Promise.all(published.map(async (endpoint) => await fault(endpoint, ca)));
    return verdict(
      answers.filter((each) => each !== undefined),
      published.map(({ tier, port }) => `${tier} at localhost:${port}`).join(', '),
    );
  },
};

async function fault(endpoint: Endpoint, ca: string): Promise<string | undefined> {
  try {
    (await openTls(endpoint, { ca })).destroy();
    return undefined;
  } catch (error) {
    return `${endpoint.tier} at localhost:${endpoint.port}: ${describeError(error)}`;
  }
}
