import { Aborted } from '../errors.js';

/** Ends at once with Aborted when the caller leaves; the read itself goes on, for the others and for the cache. */
export async function orLeave<T>(reading: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await reading;
  let leave: () => void = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(new Aborted(signal.reason));
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([reading, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
