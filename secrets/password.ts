import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import { z } from 'zod';
import type { PasswordForm, PasswordForms } from '../constructs/secret.js';
import { Refusal } from '../toolchain/refusal.js';
import { scramSaltBytes, scramVerifier } from './scram.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 32 characters of 62: 190 bits. */
const generatedLength = 32;
/** Prometheus checks it at each request that is not in its cache: 10 is bcrypt's usual cost, some 60 ms. */
const bcryptCost = 10;

const form = {
  plain: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scram: z.string().startsWith('SCRAM-SHA-256$'),
  bcrypt: z.string().startsWith('$2b$'),
};
const stored = z.strictObject({
  ...form,
  /** As `PasswordForms` has it, where it is not that of the password itself. */
  origin: z.string().min(1).optional(),
  /** The database may not know it yet. */
  unsent: z.literal(true).optional(),
  /** While it is rotated: the one that comes (`overlap`), or the one that was (`switched`). */
  other: z.strictObject({ ...form, stage: z.enum(['overlap', 'switched']) }).optional(),
});

/** What a vault keeps of one password. */
export type StoredPassword = z.infer<typeof stored>;

/** A new random password: letters and digits only, so that no syntax needs to escape it. */
export function generatePassword(): string {
  return Array.from({ length: generatedLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Makes all forms of a password, with new salts. */
export function passwordForm(plain: string): PasswordForm {
  return {
    plain,
    sha256: sha256(plain),
    scram: scramVerifier(plain, randomBytes(scramSaltBytes)),
    bcrypt: hashSync(plain, bcryptCost),
  };
}

/** The text that is kept of a password. */
export function passwordText(password: StoredPassword): string {
  return `${JSON.stringify(password, undefined, 2)}\n`;
}

/** Reads what `passwordText` wrote; `path` is for the error, which never holds any of the text. */
export function parseStored(text: string, path: string): StoredPassword {
  const found = stored.safeParse(parseJson(text)).data;
  const all = found === undefined ? [] : [found, ...(found.other ? [found.other] : [])];
  if (found === undefined || all.some((one) => one.sha256 !== sha256(one.plain))) {
    throw new Refusal(
      `${path} is damaged: it is not what was written there. Restore it from a backup; ` +
        `or delete it, and the next run makes a new password, which every tier then has to take.`,
    );
  }
  return found;
}

/** The password of what `passwordText` wrote, as tiers use it. */
export function parsePassword(text: string, path: string): PasswordForms {
  const found = parseStored(text, path);
  const { other } = found;
  const forms = { ...formOf(found), origin: `${originOf(found)}${found.unsent ? ', not sent' : ''}` };
  return other === undefined ? forms : { ...forms, also: formOf(other) };
}

/** What stays the same when a password is rotated. */
export function originOf({ origin, scram }: StoredPassword): string {
  return origin ?? sha256(scram).slice(0, 16);
}

/** The forms alone. */
export function formOf({ plain, sha256: digest, scram, bcrypt }: PasswordForm): PasswordForm {
  return { plain, sha256: digest, scram, bcrypt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
