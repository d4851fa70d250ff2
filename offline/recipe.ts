import { createHash } from 'node:crypto';

/** Raised by hand when the way the root file system is finished changes; package lists count by themselves. */
const revision = 2;

/** What every offline image is made of. */
export interface Recipe {
  readonly suite: string;
  readonly packages: readonly string[];
  /** Paths below the root that no program of the set reads at run time. */
  readonly removed: readonly string[];
  /** Path → target of the links that give Debian's programs the public images' names. */
  readonly links: Readonly<Record<string, string>>;
  /** User name → uid that containers run under by default; PostgreSQL wants its uid to have a name. */
  readonly users: Readonly<Record<string, number>>;
  readonly environment: Readonly<Record<string, string>>;
}

export const recipe: Recipe = {
  suite: 'trixie',
  packages: [
    'ca-certificates',
    'etcd-server',
    'haproxy',
    'libnss-wrapper',
    'netcat-openbsd',
    'nodejs',
    'openssl',
    'patroni',
    'pgbouncer',
    'postgresql-17',
    'prometheus',
    'prometheus-pgbouncer-exporter',
    'prometheus-redis-exporter',
    'redis-sentinel',
    'redis-server',
    'redis-tools',
    'wget',
  ],
  removed: [
    'boot',
    'usr/include',
    'usr/lib/postgresql/17/lib/bitcode',
    // Half of the size of PostgreSQL is its compiler for long analytic queries, which the server does without when it is missing.
    'usr/lib/postgresql/17/lib/llvmjit.so',
    'usr/lib/postgresql/17/lib/llvmjit_types.bc',
    'usr/lib/x86_64-linux-gnu/libLLVM.so.19.1',
    'usr/lib/x86_64-linux-gnu/libz3.so.4',
    'usr/lib/aarch64-linux-gnu/libLLVM.so.19.1',
    'usr/lib/aarch64-linux-gnu/libz3.so.4',
    'usr/share/bash-completion',
    'usr/share/bug',
    'usr/share/doc',
    'usr/share/doc-base',
    'usr/share/i18n',
    'usr/share/info',
    'usr/share/lintian',
    'usr/share/locale',
    'usr/share/man',
    'usr/share/postgresql/17/man',
    'usr/src',
    'var/cache/apt',
    'var/cache/debconf',
    'var/lib/apt/lists',
    'var/lib/postgresql/17',
    'var/log',
  ],
  links: {
    '/redis_exporter': '/usr/bin/prometheus-redis-exporter',
    '/usr/bin/pgbouncer_exporter': '/usr/bin/prometheus-pgbouncer-exporter',
  },
  users: { planetary: 10_001 },
  environment: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/usr/lib/postgresql/17/bin',
    LANG: 'C.UTF-8',
  },
};

/** Hash that changes with anything that changes the built image. */
export function recipeHash(of: Recipe): string {
  return createHash('sha256')
    .update(JSON.stringify({ revision, ...of }))
    .digest('hex')
    .slice(0, 16);
}
