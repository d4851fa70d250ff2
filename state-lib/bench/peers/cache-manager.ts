import { createCache } from 'cache-manager';
import { createKeyv } from 'cacheable';
import type { Peer, PeerContext, PeerKind } from '../peer.js';
import { redisStore } from './keyv-redis.js';

async function open(context: PeerContext, local: boolean, tuned: boolean): Promise<Peer> {
  const { keyv, settings } = redisStore(context, tuned);
  const ttl = context.ttl * 1_000;
  const stores = local ? [createKeyv({ ttl, lruSize: 100_000 }), keyv] : [keyv];
  const cache = createCache({ stores, ttl, nonBlocking: local });
  return {
    get: async (key) => await cache.wrap(key, async () => await context.load(key)),
    drop: async (key) => await cache.del(key),
    close: async () => await cache.disconnect(),
    settings,
  };
}

const name = 'cache-manager 7.2.9 with @keyv/redis 5.1.6';

export const cacheManager: readonly PeerKind[] = [
  { name, mode: 'shared', tuning: 'defaults', open: async (context) => await open(context, false, false) },
  { name, mode: 'shared', tuning: 'tuned', open: async (context) => await open(context, false, true) },
  { name, mode: 'local', tuning: 'tuned', open: async (context) => await open(context, true, true) },
];
