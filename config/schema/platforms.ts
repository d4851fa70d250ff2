import { z } from 'zod';
import { integer, label } from './types.js';

const stack = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and hyphens, at most 31, a letter first');
const subnet = z.string().regex(/^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}0\/24$/, 'must be a network such as 10.80.4.0/24');

export const docker = z.strictObject({
  stack: z
    .union([z.literal(''), stack])
    .default('')
    .describe(
      "Name of the stack: prefix of containers, networks and volumes. Empty: derived from the checkout's path and the profile.",
    ),
  portBase: z
    .union([z.literal(0), integer(1_024, 65_000)])
    .default(0)
    .describe("First of the 16 ports on 127.0.0.1 that the stack publishes; 0: derived from the stack's name."),
  subnet: z
    .union([z.literal(''), subnet])
    .default('')
    .describe("Data network, a /24; the edge network is the next one. Empty: derived from the stack's name."),
  expose: z.boolean().default(false).describe('Publishes PgBouncer, Redis and the database console on 127.0.0.1 too.'),
});

export const kubernetes = z.strictObject({
  namespace: label.default('planetary-survival').describe('Namespace of every object.'),
  storageClass: z
    .union([
      z.literal(''),
      z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
          'must be the name of a storage class: lower-case letters, digits, hyphens, dots',
        ),
    ])
    .default('')
    .describe("Empty: the cluster's default storage class."),
  userId: integer(1, 65_535).default(10_001).describe('User and group of every process.'),
});
