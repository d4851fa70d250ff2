import { ask, basic, bearer } from '../../probes/http.js';
import type { Endpoint } from '../../endpoints.js';
import type { InsideContext } from '../../inside-context.js';
import { refusesLogins, wrongPassword } from './refused-logins.js';

/** A request that must be answered with 401. */
interface Attempt {
  readonly who: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function served(endpoint: Endpoint, { trust }: InsideContext, attempts: readonly Attempt[]) {
  for (const { who, path, headers } of attempts) {
    const { status } = await ask(endpoint, trust, { path, headers });
    if (status !== 401) return `answered ${status} to ${who} at ${path}, 401 expected`;
  }
  return undefined;
}

const somebody = (paths: readonly string[], who: string, headers: Readonly<Record<string, string>>): Attempt[] =>
  paths.map((path) => ({ who, path, headers }));

const statePaths = ['/v1/regions/0_0_0', '/metrics'];

export const stateRefuses = refusesLogins({
  tier: 'state',
  port: 'api',
  refused: "a wrong token and none, at the API and at /metrics; the API's token at /metrics",
  fault: async (endpoint, context) =>
    await served(endpoint, context, [
      ...somebody(statePaths, 'a client without a token', {}),
      ...somebody(statePaths, 'a wrong token', bearer(wrongPassword)),
      ...somebody(['/metrics'], "the API's token", bearer(context.password('state-token'))),
    ]),
});

export const prometheusRefuses = refusesLogins({
  tier: 'prometheus',
  port: 'web',
  refused: 'a wrong password and none',
  fault: async (endpoint, context) =>
    await served(endpoint, context, [
      ...somebody(['/api/v1/query?query=up'], 'a client without a password', {}),
      ...somebody(
        ['/api/v1/query?query=up'],
        'a wrong password',
        basic(context.config.users.prometheus, wrongPassword),
      ),
    ]),
});

export const grafanaRefuses = refusesLogins({
  tier: 'grafana',
  port: 'web',
  refused: 'admin/admin, a wrong password and none',
  fault: async (endpoint, context) =>
    await served(endpoint, context, [
      ...somebody(['/api/org'], 'a client without a password', {}),
      ...somebody(['/api/org'], 'admin/admin', basic('admin', 'admin')),
      ...somebody(['/api/org'], 'a wrong password', basic('admin', wrongPassword)),
    ]),
});
