import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { State } from '../src/state.js';

/** Steps of the protocol at which a process may die. */
export const steps = ['announced', 'committed', 'leased'] as const;
export type Step = (typeof steps)[number];

/** What breaks in one instance, from inside it. */
export interface Interference {
  /** Loses Redis for a while, alone. `both`: nothing is sent; `answers`: commands arrive, their answers do not. */
  cut(milliseconds: number, side: 'both' | 'answers'): void;
  /** Cuts its connections to PgBouncer; what it sent runs on. */
  hangUp(): void;
  /** Reaches no database for a while: its connections are cut, and new ones too. */
  loseDatabase(milliseconds: number): void;
  /** Dies at the next such step. */
  die(at: Step): void;
}

/** Delays of a share of the fills between database and Redis, and of the lifts between commit and Redis. */
export interface Delays {
  readonly share: number;
  /** Longest, in milliseconds. */
  readonly longest: number;
}

const commands = ['read', 'catchUp', 'acquire', 'fill', 'quarantine', 'lift', 'release'] as const;

const sockets = new Set<Socket>();
const lost = { port: 0, until: 0 };

/** Remembers every connection that is made from now on. */
export function watchSockets(): void {
  const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')?.value as (
    ...values: unknown[]
  ) => Socket;
  Socket.prototype.connect = function (this: Socket, ...values: unknown[]): Socket {
    sockets.add(this);
    this.once('close', () => sockets.delete(this));
    this.once('connect', () => {
      if (this.remotePort === lost.port && performance.now() < lost.until) this.destroy();
    });
    return Reflect.apply(connect, this, values);
  };
}

/** Steps into every command that an instance sends to Redis. `databasePort`: of PgBouncer. */
export function interfere({ cache }: State, databasePort: number, delays: Delays, random: () => number): Interference {
  let [cutUntil, deafUntil, dying] = [0, 0, ''];
  const away = (): boolean => performance.now() < Math.max(cutUntil, deafUntil);
  // What Redis tells meanwhile arrives when the connection does, and before any later answer.
  const late: string[] = [];
  const { changed } = cache;
  cache.changed = (key) => (away() ? late.push(key) : changed(key));
  const step = (name: Step): void => {
    if (dying === name) process.kill(process.pid, 'SIGKILL');
  };
  for (const name of commands) {
    const original = cache[name].bind(cache) as (...values: unknown[]) => Promise<unknown>;
    const faulty = async (...values: unknown[]): Promise<unknown> => {
      if (performance.now() < cutUntil) throw new Error('cut from Redis');
      if ((name === 'fill' || name === 'lift') && random() < delays.share) await setTimeout(random() * delays.longest);
      if (name === 'lift') step('committed');
      const result = await original(...values);
      if (name === 'quarantine') step('announced');
      if (name === 'acquire') step('leased');
      if (away()) throw new Error('the answer of Redis was lost');
      for (const key of late.splice(0)) changed(key);
      return result;
    };
    Object.assign(cache, { [name]: faulty });
  }
  const hangUp = (): void => {
    for (const socket of sockets) if (socket.remotePort === databasePort) socket.destroy();
  };
  return {
    cut: (milliseconds, side) => {
      const until = performance.now() + milliseconds;
      if (side === 'both') cutUntil = until;
      else deafUntil = until;
    },
    hangUp,
    loseDatabase: (milliseconds) => {
      Object.assign(lost, { port: databasePort, until: performance.now() + milliseconds });
      hangUp();
    },
    die: (at) => (dying = at),
  };
}
