import { z } from 'zod';
import { label } from './types.js';

/** A name as the clouds take it; empty where its backend is not the chosen one. */
const name = z
  .union([
    z.literal(''),
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, 'must be letters, digits, dots, hyphens, underscores, colons, slashes'),
  ])
  .default('');

const s3 = z.strictObject({
  bucket: name.describe('Bucket, best with versions. Objects are written encrypted.'),
  region: name.describe('Region of the bucket.'),
  kmsKey: name.describe("ARN of the key that encrypts it; empty: the bucket's own."),
});

const gcs = z.strictObject({
  bucket: name.describe('Bucket, best with versions. Google encrypts every object.'),
  kmsKey: name.describe("Key of Cloud KMS that encrypts it; empty: Google's own."),
});

const azurerm = z.strictObject({
  resourceGroup: name.describe('Resource group of the storage account.'),
  storageAccount: name.describe('Storage account. Azure encrypts every blob.'),
  container: name.describe('Container of blobs.'),
});

const http = z.strictObject({
  address: z
    .union([
      z.literal(''),
      z.string().regex(/^https:\/\/[A-Za-z0-9.:/_-]+$/, 'must be an https:// address without user, password and query'),
    ])
    .default('')
    .describe(
      'Address below which the states are, each locked with LOCK and UNLOCK. User and password: `TF_HTTP_USERNAME`, `TF_HTTP_PASSWORD`.',
    ),
});

const kubernetes = z.strictObject({
  namespace: label
    .default('terraform-state')
    .describe('Namespace of the Secret with the state; it must be there, and is not that of the stack.'),
});

export const terraform = z.strictObject({
  backend: z
    .enum(['local', 's3', 'gcs', 'azurerm', 'http', 'kubernetes'])
    .default('local')
    .describe(
      'Where Terraform keeps the state of a stack on Kubernetes: `local` is a file of this checkout, the others a team locks and shares.',
    ),
  path: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and hyphens, at most 31, a letter first')
    .default('planetary-survival')
    .describe(
      'Begins the name of every state on a shared backend; two checkouts with the same path and profile are one stack.',
    ),
  s3: s3.prefault({}),
  gcs: gcs.prefault({}),
  azurerm: azurerm.prefault({}),
  http: http.prefault({}),
  kubernetes: kubernetes.prefault({}),
});
