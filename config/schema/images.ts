import { z } from 'zod';

/** What Docker takes: registry, path, tag and digest. */
const imageName = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/;

const imageNames = [
  'cockroach',
  'redis',
  'redis-exporter',
  'pgbouncer',
  'pgbouncer-exporter',
  'haproxy',
  'prometheus',
  'grafana',
  'node',
] as const;

export const images = z.strictObject({
  source: z
    .enum(['public', 'offline'])
    .default('public')
    .describe("`public`: the vendors' images; `offline`: the set that `npm run images` builds from Debian packages."),
  mirror: z
    .union([z.literal(''), z.string().regex(imageName, 'must be a prefix of image names, such as mirror.example:5000')])
    .default('')
    .describe('Put before every public image name, as a pull-through mirror wants it.'),
  overrides: z
    .partialRecord(z.enum(imageNames), z.string().regex(imageName, 'must be an image name, such as redis:8.10.1'))
    .default({})
    .describe('Image by name instead of the pinned one, best with its digest.'),
});
