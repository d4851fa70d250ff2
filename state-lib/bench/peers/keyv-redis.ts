import KeyvRedis, { Keyv } from '@keyv/redis';
import type { PeerContext, PeerSetting } from '../peer.js';

/** A Keyv on Redis; tuned: no prefix on keys of a store of its own, and UNLINK, as @keyv/redis recommends for speed. */
export function redisStore({ port, db, ttl }: PeerContext, tuned: boolean): { keyv: Keyv; settings: PeerSetting[] } {
  const store = new KeyvRedis(`redis://127.0.0.1:${port}/${db}`, tuned ? { useUnlink: true } : {});
  const keyv = new Keyv(store, { ttl: ttl * 1_000, ...(tuned ? { useKeyPrefix: false } : {}) });
  keyv.on('error', () => {});
  const settings = [
    { name: 'useUnlink of @keyv/redis', wanted: true, found: store.useUnlink },
    { name: 'useKeyPrefix of keyv', wanted: !tuned, found: keyv.useKeyPrefix },
  ];
  return { keyv, settings };
}
