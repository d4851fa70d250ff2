import type { PasswordForms, Secret } from './secret.js';

/** Stands where a password will; never a password of a stack. */
export const placeholderPassword: PasswordForms = {
  plain: 'plain',
  sha256: 'sha256',
  scram: 'scram',
  bcrypt: 'bcrypt',
  origin: 'origin',
};

/**
 * What secret files are made of, without their secret: it changes with a name, a request or the text around passwords, and stays when
 * a certificate or a password is renewed.
 */
export function secretShapes(secrets: Readonly<Record<string, Secret>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [
      name,
      secret.kind === 'text' ? secret.render(() => placeholderPassword) : secret,
    ]),
  );
}
