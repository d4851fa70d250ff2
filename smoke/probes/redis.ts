import { Redis } from 'ioredis';
import type { Endpoint } from '../endpoints.js';

/** Sends one command and gives its answer; rejects with the server's error. */
export type RedisCall = (...command: readonly [string, ...string[]]) => Promise<unknown>;

export interface RedisLogin {
  readonly user: string;
  readonly password: string;
}

/**
 * A session with one Redis or Sentinel over TLS, without retries; logged in when a login is given.
 *
 * @throws when there is no connection, the login is refused, or a command takes longer than 10 s.
 */
export async function withRedis<T>(
  { host, port, serverName }: Pick<Endpoint, 'host' | 'port' | 'serverName'>,
  ca: string,
  login: RedisLogin | undefined,
  use: (call: RedisCall) => Promise<T>,
): Promise<T> {
  const redis = new Redis({
    ...{ host, port, tls: { ca, servername: serverName }, protocol: 2, disableClientInfo: true },
    ...{ lazyConnect: true, enableReadyCheck: false, enableOfflineQueue: false, maxRetriesPerRequest: 0 },
    ...{ connectTimeout: 10_000, commandTimeout: 10_000, retryStrategy: () => null },
  });
  let cause: Error | undefined;
  redis.on('error', (error: Error) => {
    cause = error;
  });
  try {
    await redis.connect().catch((error: unknown) => {
      throw cause ?? error;
    });
    const call: RedisCall = (name, ...args) => redis.call(name, ...args);
    if (login !== undefined) await call('AUTH', login.user, login.password);
    return await use(call);
  } finally {
    redis.disconnect();
  }
}
