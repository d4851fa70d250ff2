import { z } from 'zod';

/** One setting: a leaf of the schema. */
export interface SettingLeaf {
  /** Names from the outermost group inwards. */
  readonly path: readonly string[];
  /** `path` joined by dots. */
  readonly key: string;
  /** Its schema, with default and description. */
  readonly schema: z.ZodType;
}

/** Every setting of a schema, in its order. An entry of a record with known keys, such as an image, is a setting of its own too. */
export function settingLeaves(schema: z.ZodType, path: readonly string[] = []): SettingLeaf[] {
  const inner = unwrapDefaults(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, child]) =>
      settingLeaves(child, [...path, name]),
    );
  }
  const leaf = { path, key: path.join('.'), schema };
  if (!(inner instanceof z.ZodRecord) || !(inner.keyType instanceof z.ZodEnum)) return [leaf];
  const value = inner.valueType as z.ZodType;
  return [leaf, ...inner.keyType.options.flatMap((name) => settingLeaves(value, [...path, String(name)]))];
}

/** A schema without the default around it. */
export function unwrapDefaults(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault
    ? unwrapDefaults(schema.unwrap() as z.ZodType)
    : schema;
}
