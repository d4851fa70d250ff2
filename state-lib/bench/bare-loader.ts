import type { Redis } from 'ioredis';

interface Wait {
  readonly key: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The limit: all reads of a tick are one MGET, and nothing else is done. No errors told apart, no leases, no times to live. */
export function bareLoader(redis: Redis): (key: string) => Promise<unknown> {
  let waits: Wait[] = [];
  const flush = async (): Promise<void> => {
    const batch = waits;
    waits = [];
    try {
      const values = await redis.mget(batch.map(({ key }) => key));
      for (const [index, { resolve }] of batch.entries()) resolve(JSON.parse(values[index] as string));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (waits.length === 0) setImmediate(() => void flush());
      waits.push({ key, resolve, reject });
    });
}
