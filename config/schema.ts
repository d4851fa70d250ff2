import { z } from 'zod';

const integer = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
const cpus = z.number().min(0.05).max(64);
const memoryMiB = integer(32, 1_048_576);
const storageGiB = integer(1, 10_240);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63');

const cockroach = z.strictObject({
  /** Nodes of the cluster: odd, so that a majority exists; at least 3 in production. */
  nodes: integer(1, 15).default(3),
  /** Value of `--locality` of each node in turn, most general key first; the list repeats when it is shorter than `nodes`. */
  localities: z
    .array(
      z
        .string()
        .regex(
          /^[a-z]+=[A-Za-z0-9._-]+(,[a-z]+=[A-Za-z0-9._-]+)*$/,
          'must be key=value pairs such as region=europe,zone=a',
        ),
    )
    .min(1)
    .default(['region=local,zone=a', 'region=local,zone=b', 'region=local,zone=c']),
  memoryMiB: memoryMiB.default(2048),
  cpus: cpus.default(1),
  /** `--cache`, in MiB. */
  cacheMiB: integer(64, 524_288).default(256),
  /** `--max-sql-memory`, in MiB. */
  sqlMemoryMiB: integer(64, 524_288).default(512),
  storageGiB: storageGiB.default(10),
  /** Time for a node to drain; CockroachDB's own manifests take 300 s. */
  stopGraceSeconds: integer(20, 900).default(60),
  openFiles: integer(1_956, 1_048_576).default(15_000),
  /** `cluster.organization`; goes with the licence key, which is a secret (docs/secrets.md). */
  organization: z
    .string()
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line')
    .default(''),
  /** Free and trial licences are throttled after 7 days without telemetry: this opens a way out for it. */
  telemetry: z.boolean().default(false),
  /** `kv.transaction.max_refresh_spans_bytes`; the guide's 256000 is an old default and causes retries, today's is 4 MiB. */
  maxRefreshSpansBytes: integer(65_536, 268_435_456).default(4_194_304),
  /** `kv.allocator.range_rebalance_threshold`, a fraction. */
  rangeRebalanceThreshold: z.number().min(0.01).max(1).default(0.05),
});

const redis = z.strictObject({
  /** Primary and replicas together. */
  replicas: integer(2, 5).default(2),
  sentinels: integer(3, 7).default(3),
  /** Sentinels that must agree that the primary is down. */
  quorum: integer(2, 7).default(2),
  /** Silence after which a Sentinel holds the primary for down. */
  downAfterMs: integer(500, 60_000).default(5_000),
  failoverTimeoutMs: integer(1_000, 600_000).default(30_000),
  memoryMiB: memoryMiB.default(768),
  cpus: cpus.default(1),
  maxMemoryMiB: integer(32, 524_288).default(512),
  evictionPolicy: z
    .enum([
      'allkeys-lru',
      'allkeys-lfu',
      'allkeys-random',
      'volatile-lru',
      'volatile-lfu',
      'volatile-random',
      'volatile-ttl',
      'noeviction',
    ])
    .default('allkeys-lru'),
  /** `durable`: RDB and AOF every second; `cache`: nothing is written. */
  persistence: z.enum(['durable', 'cache']).default('durable'),
  storageGiB: storageGiB.default(2),
  maxClients: integer(100, 100_000).default(10_000),
  tcpBacklog: integer(64, 65_535).default(511),
  /** `timeout`: seconds after which an idle client is cut; 0 is never. */
  idleTimeoutSeconds: integer(0, 86_400).default(0),
  tcpKeepaliveSeconds: integer(0, 3_600).default(300),
  ioThreads: integer(1, 16).default(1),
  stopGraceSeconds: integer(10, 300).default(20),
  openFiles: integer(1_024, 1_048_576).default(16_384),
});

const pgbouncer = z.strictObject({
  replicas: integer(1, 8).default(1),
  maxClientConnections: integer(10, 100_000).default(10_000),
  /** Server connections per user and database. */
  poolSize: integer(1, 1_000).default(8),
  reservePoolSize: integer(0, 1_000).default(4),
  reservePoolTimeoutSeconds: integer(1, 60).default(3),
  maxPreparedStatements: integer(1, 10_000).default(200),
  serverLifetimeSeconds: integer(60, 3_600).default(300),
  queryWaitTimeoutSeconds: integer(1, 120).default(5),
  memoryMiB: memoryMiB.default(128),
  cpus: cpus.default(0.5),
  openFiles: integer(1_024, 1_048_576).default(16_384),
  stopGraceSeconds: integer(5, 300).default(30),
});

const state = z.strictObject({
  instances: integer(2, 64).default(2),
  /** Connections of one instance to PgBouncer. */
  poolSize: integer(1, 200).default(10),
  connectTimeoutMs: integer(100, 60_000).default(10_000),
  /** Set as a default of the database role, since PgBouncer drops it as a startup parameter. */
  statementTimeoutMs: integer(10, 600_000).default(5_000),
  bodyLimitKiB: integer(1, 16_384).default(1_024),
  memoryMiB: memoryMiB.default(256),
  cpus: cpus.default(1),
  stopGraceSeconds: integer(5, 300).default(30),
});

const loadBalancer = z.strictObject({
  maxConnections: integer(100, 100_000).default(4_000),
  /** Requests a second of one client address at the app's load balancer, averaged over 10 s; what is above is refused (429). */
  requestsPerSecond: integer(1, 1_000_000).default(20_000),
  memoryMiB: memoryMiB.default(256),
  cpus: cpus.default(0.5),
  openFiles: integer(1_024, 1_048_576).default(16_384),
});

const exporters = z.strictObject({ memoryMiB: memoryMiB.default(64), cpus: cpus.default(0.1) });

const monitoring = z.strictObject({
  scrapeIntervalSeconds: integer(5, 300).default(15),
  retentionDays: integer(1, 365).default(7),
  prometheusMemoryMiB: memoryMiB.default(512),
  prometheusStorageGiB: storageGiB.default(5),
  grafana: z.boolean().default(true),
  grafanaMemoryMiB: memoryMiB.default(256),
  grafanaStorageGiB: storageGiB.default(1),
  cpus: cpus.default(0.5),
});

const images = z.strictObject({
  /** `public`: the vendors' images; `offline`: the set that `npm run images` builds from Debian packages. */
  source: z.enum(['public', 'offline']).default('public'),
  /** Prefix put before every public image name, as a pull-through mirror wants it. */
  mirror: z
    .string()
    .regex(/^[^\s]*$/, 'must be a prefix of image names without spaces')
    .default(''),
  /** Image by name instead of the pinned one, best with its digest. */
  overrides: z
    .partialRecord(
      z.enum([
        'cockroach',
        'redis',
        'redis-exporter',
        'pgbouncer',
        'pgbouncer-exporter',
        'haproxy',
        'prometheus',
        'grafana',
        'node',
      ]),
      z.string().regex(/^[^\s]+$/, 'must be an image name without spaces'),
    )
    .default({}),
});

const docker = z.strictObject({
  /** Name of the stack: prefix of containers, networks and volumes. Empty: derived from the checkout's path. */
  stack: z
    .union([
      z.literal(''),
      z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and hyphens, at most 31, a letter first'),
    ])
    .default(''),
  /** First of the 16 ports on 127.0.0.1 that the stack publishes; 0: derived from the stack's name. */
  portBase: z.union([z.literal(0), integer(1_024, 65_000)]).default(0),
  /** Data network, a /24; the edge network is the next one. Empty: derived from the stack's name. */
  subnet: z
    .union([z.literal(''), z.string().regex(/^(\d{1,3}\.){3}0\/24$/, 'must be a network such as 10.80.4.0/24')])
    .default(''),
  /** Publishes PgBouncer, Redis and the database console on 127.0.0.1 too. */
  expose: z.boolean().default(false),
});

const kubernetes = z.strictObject({
  namespace: name.default('planetary-survival'),
  /** Empty: the cluster's default storage class. */
  storageClass: z.string().default(''),
  /** User and group of every process. */
  userId: integer(1, 65_535).default(10_001),
});

/** Settings of one profile. The only place of defaults, ranges and units; cross-field rules are in `rules.ts`. */
export const settingsSchema = z.strictObject({
  platform: z.enum(['docker', 'kubernetes']),
  cockroach: cockroach.prefault({}),
  loadBalancer: loadBalancer.prefault({}),
  redis: redis.prefault({}),
  pgbouncer: pgbouncer.prefault({}),
  state: state.prefault({}),
  exporters: exporters.prefault({}),
  monitoring: monitoring.prefault({}),
  images: images.prefault({}),
  docker: docker.prefault({}),
  kubernetes: kubernetes.prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
