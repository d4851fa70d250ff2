import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TierName } from '../constructs/topology.js';
import { database, databaseUsers } from '../templates/sql/bootstrap.js';
import type { SmokeConfig } from './config.js';
import type { Endpoint } from './endpoints.js';
import type { Check } from './outcome.js';
import type { DatabaseLogin } from './probes/database.js';
import type { Credentials } from './probes/tls.js';
import type { RedisLogin } from './probes/redis.js';

/** Passwords that the inside checks log in with, by the name of their file in `/secrets`. */
export const smokePasswords = [
  'database-app',
  'database-readonly',
  'pgbouncer-stats',
  'redis-app',
  'redis-probe',
  'sentinel-client',
  'state-token',
  'prometheus-web',
  'grafana-admin',
] as const;
export type SmokePassword = (typeof smokePasswords)[number];

/** An inside check of the list. */
export type InsideCheck = Check<InsideContext>;

/** What an inside check works with. Secrets are read at each use. */
export class InsideContext {
  constructor(
    readonly config: SmokeConfig,
    private readonly secretsDirectory: string,
  ) {}

  password(name: SmokePassword): string {
    return this.read(name);
  }

  /** Trust in the stack's authority, without a certificate of our own. */
  get trust(): Credentials {
    return { ca: this.read('ca.crt') };
  }

  /** Trust, and the certificate that exporters and load balancers want to see. */
  get monitoring(): Credentials {
    return { ...this.trust, cert: this.read('tls.crt'), key: this.read('tls.key') };
  }

  login(user: typeof databaseUsers.app | typeof databaseUsers.readonly): DatabaseLogin {
    const password = this.password(user === databaseUsers.app ? 'database-app' : 'database-readonly');
    return { ...this.trust, user, database, password };
  }

  /** The database's monitoring user, which logs in by certificate. */
  get monitor(): DatabaseLogin {
    const file = (kind: string): string => this.read(`client.${databaseUsers.monitor}.${kind}`);
    return { ...this.trust, user: databaseUsers.monitor, database, cert: file('crt'), key: file('key') };
  }

  redisLogin(user: 'app' | 'probe' | 'client'): RedisLogin {
    const passwords = { app: 'redis-app', probe: 'redis-probe', client: 'sentinel-client' } as const;
    return { user, password: this.password(passwords[user]) };
  }

  /** The endpoints of a tier's port, one for each replica. */
  endpoints(tier: TierName, name: string): Endpoint[] {
    return this.config.endpoints.filter((endpoint) => endpoint.tier === tier && endpoint.name === name);
  }

  /** The first replica of a tier's port. Throws when the stack has none. */
  endpoint(tier: TierName, name: string): Endpoint {
    const [first] = this.endpoints(tier, name);
    if (first === undefined) throw new Error(`this stack has no ${tier} with a port ${name}`);
    return first;
  }

  /** Every secret text of this context, for redaction. */
  secrets(): string[] {
    return smokePasswords.map((name) => this.password(name));
  }

  private read(name: string): string {
    return readFileSync(join(this.secretsDirectory, name), 'utf8').trimEnd();
  }
}
