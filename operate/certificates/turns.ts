import type { SecretRequest } from '../../secrets/materialise.js';

/** The turns in which a rotation goes through tiers. Grafana shares Prometheus' turn: it logs in there, where a user has one password. */
export function turns(requests: readonly SecretRequest[]): SecretRequest[][] {
  const grafana = requests.filter(({ tier }) => tier === 'grafana');
  return requests
    .filter(({ tier }) => tier !== 'grafana')
    .map((request) => [request, ...(request.tier === 'prometheus' ? grafana : [])]);
}
