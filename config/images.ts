import { standInRevision } from '../offline/stand-in-revision.js';

/** One key per image that a tier runs; two tiers may share one. */
export type ImageName =
  | 'cockroach'
  | 'redis'
  | 'redis-exporter'
  | 'pgbouncer'
  | 'pgbouncer-exporter'
  | 'haproxy'
  | 'prometheus'
  | 'grafana'
  | 'node';

export type ImageSource = 'public' | 'offline';

/** The vendors' images. Not run in CI: its machines reach no image registry. */
export const publicImages: Readonly<Record<ImageName, string>> = {
  cockroach: 'cockroachdb/cockroach:v25.4.11',
  redis: 'redis:8.10.1',
  'redis-exporter': 'oliver006/redis_exporter:v1.88.0-alpine',
  pgbouncer: 'edoburu/pgbouncer:v1.25.2-p0',
  'pgbouncer-exporter': 'prometheuscommunity/pgbouncer-exporter:v0.12.1',
  haproxy: 'haproxy:3.4.3',
  prometheus: 'prom/prometheus:v3.14.0',
  grafana: 'grafana/grafana:13.2.0',
  node: 'node:24.19.0-bookworm-slim',
};

/**
 * Built on this machine from Debian packages by `npm run images`; CockroachDB is a stand-in on PostgreSQL, and Grafana is missing
 * because Debian has none.
 */
export const offlineImages: Readonly<Record<Exclude<ImageName, 'grafana'>, string>> = {
  // Looked at when asked: a bundle that runs in a container has no sources.
  get cockroach() {
    return `planetary-offline/cockroach-stand-in:17-${standInRevision()}`;
  },
  redis: 'planetary-offline/redis:8.0',
  'redis-exporter': 'planetary-offline/redis-exporter:1.69',
  pgbouncer: 'planetary-offline/pgbouncer:1.24',
  'pgbouncer-exporter': 'planetary-offline/pgbouncer-exporter:0.10',
  haproxy: 'planetary-offline/haproxy:3.0',
  prometheus: 'planetary-offline/prometheus:2.53',
  node: 'planetary-offline/node:20.19',
};

/** Whether an image set has Grafana: Debian has no package of it, so offline only a given image has. */
export function hasGrafana(images: {
  readonly source: ImageSource;
  readonly overrides: Readonly<Partial<Record<ImageName, string>>>;
}): boolean {
  return images.source === 'public' || images.overrides.grafana !== undefined;
}

const missingOffline = 'planetary-offline/not-available:none';

/** The image of each name: a given override, else the pinned one behind the mirror, else the offline one. */
export function resolveImages(settings: {
  readonly source: ImageSource;
  readonly mirror: string;
  readonly overrides: Readonly<Partial<Record<ImageName, string>>>;
}): Record<ImageName, string> {
  const pinned =
    settings.source === 'offline'
      ? { ...offlineImages, grafana: missingOffline }
      : mapValues(publicImages, (image) => (settings.mirror === '' ? image : `${settings.mirror}/${image}`));
  return { ...pinned, ...settings.overrides };
}

function mapValues<K extends string>(
  record: Readonly<Record<K, string>>,
  change: (value: string) => string,
): Record<K, string> {
  return Object.fromEntries(Object.entries<string>(record).map(([key, value]) => [key, change(value)])) as Record<
    K,
    string
  >;
}
