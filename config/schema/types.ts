import { z } from 'zod';

/** Shapes that several groups of settings share. */
export const integer = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
export const cpus = z.number().min(0.05).max(64);
export const memoryMiB = integer(32, 1_048_576);
export const storageGiB = integer(1, 10_240);
export const openFiles = integer(1_024, 1_048_576);

/** A DNS label, as Kubernetes takes for names. */
export const label = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63');

/** Text without control characters and line ends. */
export const line = z.string().regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line');
