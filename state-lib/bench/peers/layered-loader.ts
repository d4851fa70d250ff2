import { Loader, RedisCache } from 'layered-loader';
import type { Peer, PeerContext, PeerKind } from '../peer.js';
import { redisClient, redisSettings } from './redis-client.js';

async function open(context: PeerContext, local: boolean, tuned: boolean): Promise<Peer> {
  const client = redisClient(context, tuned);
  const ttlInMsecs = context.ttl * 1_000;
  const loader = new Loader<unknown>({
    ...(local ? { inMemoryCache: { cacheType: 'fifo-map' as const, ttlInMsecs, maxItems: 100_000 } } : {}),
    asyncCache: new RedisCache<unknown>(client, { json: true, ttlInMsecs }),
    dataSourceGetOneFn: async (key) => await context.load(key),
    dataSourceGetManyFn: async (keys) => await context.loadMany(keys),
    cacheKeyFromValueResolver: (row) => (row as { readonly id: string }).id,
  });
  return {
    get: async (key) => await loader.get(key),
    getMany: async (keys) => await loader.getMany([...keys]),
    drop: async (key) => await loader.invalidateCacheFor(key),
    close: async () => await client.quit(),
    settings: redisSettings(client, tuned),
  };
}

const name = 'layered-loader 16.1.0';

export const layeredLoader: readonly PeerKind[] = [
  { name, mode: 'shared', tuning: 'defaults', open: async (context) => await open(context, false, false) },
  { name, mode: 'shared', tuning: 'tuned', open: async (context) => await open(context, false, true) },
  { name, mode: 'local', tuning: 'tuned', open: async (context) => await open(context, true, true) },
];
