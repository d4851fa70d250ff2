import type { PasswordForms, PasswordName } from '../constructs/secret.js';

type Passwords = (name: PasswordName) => PasswordForms;

/** ACL users of the data nodes. Each has its own password and no more than its work needs; the default user is off. */
export const redisUsers = {
  app: 'app',
  replication: 'replication',
  sentinel: 'sentinel',
  exporter: 'exporter',
  probe: 'probe',
  keeper: 'keeper',
  operator: 'operator',
} as const;

/** ACL users of the Sentinels. */
export const sentinelUsers = { client: 'client', peer: 'peer', exporter: 'exporter', operator: 'operator' } as const;

/**
 * No key and no `CONFIG GET`: who may ask the exporter chooses what it asks for, and `masterauth` is a setting like any other. The
 * exporter's own list has both.
 */
const exporterRules =
  '-@all +ping +select +client|setname +info +slowlog|len +slowlog|get +latency|latest +latency|histogram';

/**
 * Nobody can log in as the default user, yet it may do everything: Redis loads its append-only file in this user's name, and with
 * fewer rights it would silently leave out every transaction in it, scripts' writes included (seen on 8.0.2).
 */
const defaultUserOfData = 'user default off resetpass allkeys allchannels +@all';

/** users.acl of the data nodes. */
export function redisAcl(password: Passwords): string {
  return lines([
    defaultUserOfData,
    user(
      redisUsers.app,
      password('redis-app'),
      '~ps:* resetchannels +@all -@admin -@dangerous -function -script|flush -script|kill +info +role +client|setinfo +client|setname',
    ),
    user(redisUsers.replication, password('redis-replication'), 'resetchannels +psync +replconf +ping'),
    user(
      redisUsers.sentinel,
      password('redis-sentinel'),
      'resetchannels &__sentinel__:hello +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill',
    ),
    user(redisUsers.exporter, password('redis-exporter'), `resetkeys resetchannels ${exporterRules}`),
    user(redisUsers.probe, password('redis-probe'), 'resetchannels +ping +role'),
    // Takes new certificates and passwords into use; its password is nowhere but beside the data that it could reach.
    user(redisUsers.keeper, password('redis-keeper'), 'resetkeys resetchannels -@all +config|set +acl|load'),
    user(redisUsers.operator, password('redis-operator'), 'allkeys allchannels +@all'),
  ]);
}

/** users.acl of the Sentinels. */
export function sentinelAcl(password: Passwords): string {
  return lines([
    'user default off',
    user(
      sentinelUsers.client,
      password('sentinel-client'),
      '&* -@all +auth +client|getname +client|id +client|setname +client|setinfo +command +hello +ping +role +info +subscribe +psubscribe +sentinel|get-master-addr-by-name +sentinel|master +sentinel|myid +sentinel|replicas +sentinel|slaves +sentinel|sentinels +sentinel|masters +sentinel|ckquorum',
    ),
    user(
      sentinelUsers.peer,
      password('sentinel-peer'),
      'resetchannels &__sentinel__:hello -@all +auth +client|setname +ping +publish +sentinel|is-master-down-by-addr',
    ),
    user(
      sentinelUsers.exporter,
      password('redis-exporter'),
      '-@all +ping +client|setname +info +sentinel|masters +sentinel|replicas +sentinel|slaves +sentinel|sentinels +sentinel|ckquorum',
    ),
    user(sentinelUsers.operator, password('redis-operator'), 'allchannels +@all'),
  ]);
}

/** With both passwords while one is rotated, in an order of their own: it does not matter which is the new one. */
function user(name: string, { sha256, also }: PasswordForms, rules: string): string {
  const accepted = [sha256, ...(also ? [also.sha256] : [])].toSorted().map((digest) => `#${digest}`);
  return `user ${name} on ${accepted.join(' ')} ${rules}`;
}

function lines(users: readonly string[]): string {
  return users.map((line) => `${line}\n`).join('');
}
