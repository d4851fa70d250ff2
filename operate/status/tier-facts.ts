import { relative } from 'node:path';
import { address, tierNames, tierPorts, type TierName } from '../../constructs/topology.js';
import { prometheusUser } from '../../constructs/tiers/scrape-jobs.js';
import { redisUsers } from '../../templates/redis-users.js';
import { databaseUsers } from '../../templates/sql/bootstrap.js';
import { standInName } from '../../smoke/stand-in.js';
import type { ChosenStack } from '../stack-choice.js';

/** What a person wants to know of a tier beside its state. */
export interface TierFacts {
  readonly tier: TierName;
  /** What it is, where the name does not say it. */
  readonly note: string;
  readonly address: string;
  readonly login: string;
}

/** Address and log-in of each tier; a password is named by its file, never shown. */
export function tierFacts({ facts, settings }: ChosenStack): TierFacts[] {
  const secret = (path: string) => `${relative(process.cwd(), facts.secrets)}/${path}`;
  const logins: Partial<Record<TierName, string>> = {
    cockroach: `npm run sql (as ${databaseUsers.owner}, by certificate)`,
    redis: `npm run redis (as ${redisUsers.operator})`,
    pgbouncer: `user ${databaseUsers.app}, password in ${secret('state/database-app')}`,
    state: `as state-lb`,
    'state-lb': `Authorization: Bearer, token in ${secret('state/state-token')}`,
    prometheus: `user ${prometheusUser}, password in ${secret('prometheus/prometheus-web')}`,
    grafana: `user admin, password in ${secret('grafana/grafana-admin')}`,
    'host-gateway': 'PgBouncer, Redis primary and database console, as above',
  };
  const notes: Partial<Record<TierName, string>> =
    settings.images.source === 'offline' ? { cockroach: standInName, grafana: 'left out: Debian has no Grafana' } : {};
  return tierNames.map((tier) => ({
    tier,
    note: notes[tier] ?? '',
    address: addressOf(tier, facts.publish[tier]),
    login: logins[tier] ?? '',
  }));
}

function addressOf(tier: TierName, published: Readonly<Record<number, number>> | undefined): string {
  if (published === undefined) return `${address(tier, Object.keys(tierPorts(tier))[0] as never)} (inside)`;
  const scheme = tier === 'host-gateway' ? '' : 'https://';
  return `${scheme}localhost:${Object.values(published).join(', ')}`;
}
