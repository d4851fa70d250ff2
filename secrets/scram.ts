import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** CockroachDB's cost (`server.user_login.password_hashes.default_cost.scram_sha_256`): with any other it re-hashes at a login. */
export const scramIterations = 10_610;
/** PostgreSQL's and CockroachDB's length. */
export const scramSaltBytes = 16;

/**
 * The verifier that PostgreSQL, CockroachDB and PgBouncer store for a password (RFC 5803's fields in PostgreSQL's form):
 * `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. The password must be ASCII, for which SASLprep changes nothing.
 */
export function scramVerifier(password: string, salt: Buffer, iterations: number = scramIterations): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
