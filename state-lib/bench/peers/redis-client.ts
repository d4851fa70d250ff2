import { Redis } from 'ioredis';
import type { PeerContext, PeerSetting } from '../peer.js';

/** ioredis with its defaults, or with what its documents recommend for throughput. */
export function redisClient({ port, db }: PeerContext, tuned: boolean): Redis {
  return new Redis({ host: '127.0.0.1', port, db, enableAutoPipelining: tuned, replyMapping: 'legacy' });
}

export function redisSettings(
  client: { readonly options: { readonly enableAutoPipelining?: boolean | undefined } },
  tuned: boolean,
): PeerSetting[] {
  return [{ name: 'enableAutoPipelining of ioredis', wanted: tuned, found: client.options.enableAutoPipelining }];
}
