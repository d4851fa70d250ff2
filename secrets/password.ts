import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import { z } from 'zod';
import type { PasswordForms } from '../constructs/secret.js';
import { scramSaltBytes, scramVerifier } from './scram.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 32 characters of 62: 190 bits. */
const generatedLength = 32;
/** Prometheus checks it at each request that is not in its cache: 10 is bcrypt's usual cost, some 60 ms. */
const bcryptCost = 10;

const stored = z.strictObject({
  plain: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scram: z.string().startsWith('SCRAM-SHA-256$'),
  bcrypt: z.string().startsWith('$2b$'),
});

/** A new random password: letters and digits only, so that no syntax needs to escape it. */
export function generatePassword(): string {
  return Array.from({ length: generatedLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Makes all forms of a password, with new salts. */
export function passwordForms(plain: string): PasswordForms {
  return {
    plain,
    sha256: sha256(plain),
    scram: scramVerifier(plain, randomBytes(scramSaltBytes)),
    bcrypt: hashSync(plain, bcryptCost),
  };
}

/** The text that is kept of a password. */
export function passwordText(forms: PasswordForms): string {
  return `${JSON.stringify(forms, undefined, 2)}\n`;
}

/** Reads what `passwordText` wrote; `path` is for the error, which never holds any of the text. */
export function parsePassword(text: string, path: string): PasswordForms {
  const forms = stored.safeParse(parseJson(text)).data;
  if (forms === undefined || forms.sha256 !== sha256(forms.plain)) {
    throw new Error(
      `${path} is damaged: it is not what was written there. Restore it from a backup; ` +
        `or delete it, and the next run makes a new password, which every tier then has to take.`,
    );
  }
  return forms;
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
