import { z } from 'zod';

export interface SettingPath {
  readonly path: readonly string[];
  /** A valid value that is not the default. */
  readonly value: unknown;
}

/** Every leaf of a schema of settings, with another valid value for it. */
export function settingPaths(
  schema: z.ZodType,
  path: readonly string[] = [],
): (SettingPath & { readonly key: string })[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape as Record<string, z.ZodType>)
      .filter(([name]) => path.length > 0 || name !== 'platform')
      .flatMap(([name, child]) => settingPaths(child, [...path, name]));
  }
  return [{ key: path.join('.'), path, value: another(schema, path.join('.')) }];
}

/** Values for settings whose type does not say what is valid. */
const given: Readonly<Record<string, unknown>> = {
  'cockroach.localities': ['region=moon'],
  'cockroach.nodes': 5,
  'images.overrides': { redis: 'mirror.example/redis:1' },
  'images.mirror': 'mirror.example',
  'docker.stack': 'other',
  'docker.subnet': '10.70.0.0/24',
  'docker.portBase': 30_000,
  'kubernetes.namespace': 'other',
  'terraform.s3.bucket': 'other',
  'terraform.s3.region': 'other',
  'terraform.s3.kmsKey': 'other',
  'terraform.gcs.bucket': 'other',
  'terraform.gcs.kmsKey': 'other',
  'terraform.azurerm.resourceGroup': 'other',
  'terraform.azurerm.storageAccount': 'other',
  'terraform.azurerm.container': 'other',
  'terraform.http.address': 'https://state.example',
  'terraform.path': 'other',
  'kubernetes.storageClass': 'other',
};

function another(schema: z.ZodType, key: string): unknown {
  if (key in given) return given[key];
  const fallback: unknown = schema.parse(undefined);
  const inner = unwrap(schema);
  if (inner instanceof z.ZodBoolean) return fallback !== true;
  if (inner instanceof z.ZodEnum) return inner.options.find((option) => option !== fallback);
  if (inner instanceof z.ZodNumber) {
    const number = Number(fallback);
    const up = Number.isInteger(number) ? number + 1 : number * 1.5;
    return inner.safeParse(up).success ? up : number - 1;
  }
  if (inner instanceof z.ZodString) return 'other';
  throw new Error(`${key} needs a value in this test`);
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}
