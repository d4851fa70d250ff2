import { z } from 'zod';

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
    .string()
    .regex(/^[^\s]*$/, 'must be a prefix of image names without spaces')
    .default('')
    .describe('Put before every public image name, as a pull-through mirror wants it.'),
  overrides: z
    .partialRecord(z.enum(imageNames), z.string().regex(/^[^\s]+$/, 'must be an image name without spaces'))
    .default({})
    .describe('Image by name instead of the pinned one, best with its digest.'),
});
