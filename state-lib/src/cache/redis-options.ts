import type { RedisOptions } from 'ioredis';
import type { CacheSettings } from './settings.js';

/**
 * Options of ioredis for a cache: nothing is queued or sent again after an outage, since a fill that arrives late is a stale fill.
 * Credentials and the authority are getters, read at each connection.
 */
export function redisOptions(settings: CacheSettings): RedisOptions {
  const { authority } = settings;
  const connectTimeout = settings.connectTimeoutMs ?? 1_000;
  const options: RedisOptions = {
    ...settings.address,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: settings.commandTimeoutMs ?? 50,
    connectTimeout,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(1_000, 50 * times) * (0.5 + Math.random() / 2),
    reconnectOnError: (error) => (/^(READONLY|MASTERDOWN)/.test(error.message) ? 1 : false),
    ...(settings.user === undefined ? {} : { username: settings.user }),
  };
  if (settings.sentinels.length > 0)
    Object.assign(options, {
      sentinels: settings.sentinels.map((address) => ({ ...address })),
      name: settings.sentinelName ?? 'planetary',
      failoverDetector: true,
      sentinelCommandTimeout: connectTimeout,
      sentinelRetryStrategy: (times: number) => Math.min(1_000, 100 * times),
      sentinelReconnectStrategy: (times: number) => Math.min(2_000, 100 * times),
      enableTLSForSentinelMode: authority !== undefined,
      ...(settings.sentinelUser === undefined ? {} : { sentinelUsername: settings.sentinelUser }),
    });
  return options;
}

/** Makes the credentials and the authority of a client's options fresh at each connection; ioredis copies what it is given once. */
export function keepFresh(options: RedisOptions, settings: CacheSettings): void {
  const { authority, password, sentinelPassword } = settings;
  if (password !== undefined) define(options, 'password', password);
  if (sentinelPassword !== undefined) define(options, 'sentinelPassword', sentinelPassword);
  if (authority !== undefined)
    for (const name of ['tls', 'sentinelTLS'] as const) define(options, name, () => ({ ca: authority() }));
}

function define<K extends keyof RedisOptions>(options: RedisOptions, name: K, get: () => RedisOptions[K]): void {
  Object.defineProperty(options, name, { get, enumerable: true, configurable: true });
}
