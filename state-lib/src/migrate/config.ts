import * as z from 'zod';

/** The file that the migration program reads. */
export const migrateConfigSchema = z.strictObject({
  host: z.string(),
  port: z.int(),
  database: z.string(),
  user: z.string(),
  /** PEM files of the authority, the user's certificate and its key. */
  certificates: z.strictObject({ ca: z.string(), cert: z.string(), key: z.string() }),
  /** Folder with `cockroach/` and `postgresql/`. */
  directory: z.string(),
  sets: z.array(z.enum(['hash-sharded'])),
});

export type MigrateConfigFile = z.infer<typeof migrateConfigSchema>;
