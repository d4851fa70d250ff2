import { Redis } from 'ioredis';
import type { CacheLink } from '../coherence/epoch-watch.js';
import { previousMs } from '../coherence/settings.js';
import type { Observer } from '../observer.js';
import { Following, follow } from './following.js';
import { headerLength } from './frame.js';
import { keepFresh, redisOptions } from './redis-options.js';
import {
  acquireScript,
  checkScript,
  fillScript,
  liftScript,
  quarantineScript,
  releaseScript,
  succeedScript,
} from './scripts.js';
import type { CacheSettings } from './settings.js';

type Script<R> = (...values: (string | number)[]) => Promise<R>;
interface Scripts {
  psCheck: Script<(string | null)[]>;
  psAcquire: Script<string[]>;
  psFill: Script<number[]>;
  psRelease: Script<number>;
  psQuarantine: Script<string[]>;
  psLift: Script<number>;
  psSucceed: Script<number>;
}

/** One value to keep under a lease. */
export interface Fill {
  readonly key: string;
  readonly value: string;
  readonly ttlMs: number;
}

/** A value that takes the place of the previous one with this header. */
export interface Successor extends Fill {
  readonly header: string;
}

/** The cache's own commands on the primary that the Sentinels name. Every command fails fast; none is sent twice. */
export class RedisCache implements CacheLink {
  readonly #redis: Redis & Scripts;
  readonly #following: Following;
  #incarnation: string | undefined;
  #closed = false;
  /** Whether the outage under way was told of. */
  #complained = false;

  /** `changed` is told of each key that Redis tells of; see `following`. */
  constructor(
    settings: CacheSettings,
    observer: Observer,
    public changed: (key: string) => void = () => {},
  ) {
    this.#following = new Following((key) => this.changed(key), observer);
    const redis = new Redis({ ...redisOptions(settings), replyMapping: 'legacy' }) as Redis & Scripts;
    keepFresh(redis.options, settings);
    redis.defineCommand('psCheck', { lua: checkScript(headerLength) });
    redis.defineCommand('psAcquire', { lua: acquireScript });
    redis.defineCommand('psFill', { lua: fillScript });
    redis.defineCommand('psRelease', { lua: releaseScript });
    redis.defineCommand('psQuarantine', { lua: quarantineScript(headerLength) });
    redis.defineCommand('psLift', { lua: liftScript });
    redis.defineCommand('psSucceed', { lua: succeedScript(headerLength) });
    this.#redis = redis;
    redis.on('ready', () => {
      const { stream } = redis;
      void this.#identify(stream, observer);
      const current = (): boolean => redis.stream === stream && redis.status === 'ready';
      if (settings.copyBytes !== 0) void this.#following.begin(redis, current);
    });
    redis.on('close', () => {
      this.#following.lost();
      if (this.#incarnation !== undefined) observer.noticed('redis lost', { incarnation: this.#incarnation });
      this.#incarnation = undefined;
    });
    // ioredis gives up for good when it is disconnected while it asks the Sentinels.
    redis.on('end', () => {
      if (!this.#closed) setTimeout(() => this.connect(), 100).unref();
    });
    redis.on('error', (error: Error) => {
      if (this.#complained) return;
      this.#complained = true;
      observer.noticed('redis unreachable', { error: error.message });
    });
  }

  get incarnation(): string | undefined {
    return this.#incarnation;
  }

  /** Number of the time since which Redis has told of every change to a key that was read here; 0: it does not tell. */
  get following(): number {
    return this.#following.number;
  }

  /** Once it is answered, `changed` was called for every change made before this call to a key that was read here. */
  async catchUp(): Promise<void> {
    // Unlike PING, it is answered by a Redis that cannot write to its disk.
    await this.#redis.echo('');
  }

  /** Starts to connect; the connection is made again whenever it is lost. */
  connect(): void {
    this.#redis.connect().catch(() => {});
  }

  reconnect(): void {
    this.#redis.disconnect(true);
  }

  close(): void {
    this.#closed = true;
    this.#redis.disconnect();
  }

  /** Text of `INFO <section>`. */
  async info(section: string): Promise<string> {
    return await this.#redis.info(section);
  }

  /**
   * Gives the values; with `headers` of copies, `=` for each value that has the copy's header, `~` if a write of it is under way. Unless
   * `following` has another number by then, Redis tells of each change to these keys from before they are read.
   */
  async read(keys: string[], headers: readonly string[] | undefined, following: number): Promise<(string | null)[]> {
    const redis = this.#redis;
    const followed = following !== 0 && following === this.following;
    // A script may have to be sent a second time, so that it cannot be what asks to follow.
    const asked = followed ? [follow(redis), ...(headers === undefined ? [] : [redis.exists(keys)])] : [];
    const values = headers === undefined ? redis.mget(keys) : redis.psCheck(keys.length, ...keys, ...headers);
    const [answers, ...told] = await Promise.allSettled([values, ...asked]);
    if (told.some(({ status }) => status === 'rejected')) this.#following.renew();
    if (answers.status === 'rejected') throw answers.reason;
    return answers.value;
  }

  /** Gives for each key the value, `Q`, `W` or `L`. */
  acquire(keys: readonly string[], generation: string, token: string, leaseMs: number): Promise<string[]> {
    return this.#redis.psAcquire(keys.length, ...keys, generation, token, leaseMs);
  }

  /** Gives for each fill whether it was kept. */
  async fill(fills: readonly Fill[], generation: string, token: string): Promise<boolean[]> {
    const values = fills.flatMap(({ value, ttlMs }) => [value, ttlMs]);
    const keys = fills.map(({ key }) => key);
    const kept = await this.#redis.psFill(keys.length, ...keys, `L${generation}${token}`, ...values);
    return kept.map((one) => one === 1);
  }

  async release(keys: readonly string[], generation: string, token: string): Promise<void> {
    await this.#redis.psRelease(keys.length, ...keys, `L${generation}${token}`);
  }

  /** Announces a writer for so many milliseconds. Gives the headers of the values that are readable still, by key. */
  async quarantine(
    keys: readonly string[],
    writer: string,
    milliseconds: number,
    generation: string,
  ): Promise<ReadonlyMap<string, string>> {
    const headers = await this.#redis.psQuarantine(
      ...[keys.length, ...keys, writer, milliseconds, generation, previousMs],
    );
    return new Map(keys.flatMap((key, index) => (headers[index] === '' ? [] : [[key, headers[index] as string]])));
  }

  /** Withdraws a writer; what it wrote takes the place of the previous values, or nothing does. */
  async lift(keys: readonly string[], writer: string, successors: readonly Successor[] = []): Promise<void> {
    const succeeded = new Set(successors.map(({ key }) => key));
    const dropped = keys.filter((key) => !succeeded.has(key));
    const values = successors.flatMap(({ header, value, ttlMs }) => [header, value, ttlMs]);
    await Promise.all([
      dropped.length > 0 && this.#redis.psLift(dropped.length, ...dropped, writer),
      successors.length > 0 && this.#redis.psSucceed(succeeded.size, ...succeeded, writer, ...values),
    ]);
  }

  // A restart changes run_id, a promotion changes replid: what either may have forgotten belongs to another incarnation.
  async #identify(stream: unknown, observer: Observer): Promise<void> {
    try {
      const [server, replication] = await Promise.all([this.#redis.info('server'), this.#redis.info('replication')]);
      const field = (text: string, name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1] ?? '';
      const [run, replid] = [field(server, 'run_id'), field(replication, 'master_replid')];
      if (this.#redis.stream !== stream || run === '' || replid === '') return;
      if (field(replication, 'role') !== 'master') return this.reconnect();
      this.#complained = false;
      this.#incarnation = `${run.slice(0, 20)}:${replid.slice(0, 20)}`;
    } catch (error) {
      observer.noticed('redis unidentified', { error: error instanceof Error ? error.message : String(error) });
      this.#redis.disconnect(true);
    }
  }
}
