import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { outlived } from '../coherence/settings.js';

const positive = z.int().min(1);
const address = z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) });
const file = z.string().min(1);
const coordinate = z.int().transform(BigInt);

/** The service's config file. Secrets are in files that it names, read again whenever they change. Times are in milliseconds. */
export const serviceConfigSchema = z.strictObject({
  listen: address,
  certificateFile: file,
  privateKeyFile: file,
  /** PEM of the authority that the database and Redis are verified by. */
  authorityFile: file,
  /** Bearer tokens of the API, and of /metrics: one a line, the current and, while it is being replaced, the next. */
  tokenFile: file,
  metricsTokenFile: file,
  bodyLimitBytes: positive.default(1_048_576),
  /** Requests a second of one client address that this instance takes, averaged over 10 s; more are answered with 429. */
  requestsPerSecond: positive.default(20_000),
  /** Whose `X-Forwarded-For` says who the client is: addresses, CIDR ranges, or `loopback`, `uniquelocal`. */
  proxies: z.array(z.string().min(1)).default([]),
  /** Longest times that a TLS handshake, a request's headers and the whole of a request may take to arrive. */
  handshakeTimeoutMs: positive.default(10_000),
  headersTimeoutMs: positive.default(5_000),
  requestTimeoutMs: positive.default(10_000),
  /** Longest time without a byte in either direction, such as a client that does not take its answer. */
  idleTimeoutMs: positive.default(30_000),
  /** Longest time that a drain may take before connections are cut. */
  drainMs: positive.default(20_000),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Statements that take longer are logged. */
  slowQueryMs: positive.default(10),
  /** Where players begin; its regions, and what is in them, stay in the cache for an hour. */
  spawn: z
    .strictObject({
      at: z.strictObject({ x: coordinate, y: coordinate, z: coordinate }),
      radius: z.int().min(0).max(10).default(10),
    })
    .optional(),
  /** Whether the spawn, and players who logged in of late, are read into the cache after a start. */
  warm: z.boolean().default(false),
  /** How long ago they may have logged in; 0: no players are read. */
  warmActiveMinutes: z.int().min(0).default(0),
  database: z.strictObject({
    ...address.shape,
    database: z.string().min(1),
    user: z.string().min(1),
    passwordFile: file,
    poolSize: positive.default(10),
    connectTimeoutMs: positive.default(10_000),
    statementTimeoutMs: positive.default(5_000),
    waitingLimit: positive.optional(),
    /** Bytes of values of writes under way; more are answered with 503, a single request with more with 400. */
    writeBytes: positive.default(33_554_432),
  }),
  cache: z.strictObject({
    sentinels: z.array(address).min(1),
    sentinelName: z.string().min(1),
    user: z.string().min(1),
    passwordFile: file,
    sentinelUser: z.string().min(1).optional(),
    sentinelPasswordFile: file.optional(),
    commandTimeoutMs: positive.default(50),
    connectTimeoutMs: positive.default(1_000),
  }),
  coherence: z
    .strictObject({
      trustMs: positive.default(2_000),
      /** At least `trustMs` × 1.05. */
      holdMs: positive.default(5_000),
      unreachable: z.enum(['wait-out', 'fail']).default('wait-out'),
    })
    .refine(({ trustMs, holdMs }) => holdMs >= outlived(trustMs), {
      path: ['holdMs'],
      error: 'must be at least trustMs × 1.05, which a trust may last: raise holdMs or lower trustMs',
    })
    .prefault({}),
});

export type ServiceConfig = z.infer<typeof serviceConfigSchema>;
/** The file as it may be written, defaults left out. */
export type ServiceConfigFile = z.input<typeof serviceConfigSchema>;

/** Reads the config file. Throws one error with every fault and the path. */
export function readServiceConfig(path: string): ServiceConfig {
  const parsed = serviceConfigSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${path}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
  );
}
