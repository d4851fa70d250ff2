import type { Container } from '../../test/backing/container.js';
import type { Backing } from '../../test/backing/stack.js';
import { until } from '../../test/backing/until.js';
import type { Worker } from '../workers.js';

/** What a fault may break. */
export interface Target {
  readonly backing: Backing;
  readonly workers: readonly Worker[];
  readonly random: () => number;
}

/** Breaks something and mends it again. */
export type Break = (target: Target) => Promise<void>;

export async function cli(redis: Container, port: number, ...command: string[]): Promise<string> {
  return await redis.exec('redis-cli', '-p', String(port), ...command);
}

/** The Redis that the Sentinels hold for primary. */
export async function primary({ backing }: Target): Promise<{ readonly redis: Container; readonly port: number }> {
  const answer = await until(async () => await sentinel(backing, 'get-master-addr-by-name', 'planetary'));
  const port = Number(answer.split('\n')[1]);
  return { redis: backing.redis[backing.ports.redis.indexOf(port)] as Container, port };
}

/** Gives a command to a Sentinel. */
export async function sentinel({ sentinels, settings }: Backing, ...command: string[]): Promise<string> {
  const port = settings.cache.sentinels[0]?.port ?? 0;
  return await cli(sentinels[0] as Container, port, 'sentinel', ...command);
}

export const between = (random: () => number, low: number, high: number): number => low + random() * (high - low);
